// Which strategy is best, where that can be said at all.

function pairKey(setting, figure, a, b) {
  return JSON.stringify([settingKey(setting), figure, a, b]);
}

/** The measured differences, by setting, figure and pair. */
function differencesByPair(list) {
  return new Map((list ?? []).map(d => [pairKey(d, d.figure, d.a, d.b), d]));
}

/**
 * Whether a is better than b by a figure, or tied with it: by the paired difference where one was
 * measured, otherwise by whether the two 95 % intervals stand apart. Without either it is unknown.
 */
function standing(a, b, name, differences) {
  const way = direction(name);
  if (way === 0) return "unknown";
  const pair =
    differences.get(pairKey(a, name, a.strategy, b.strategy)) ??
    differences.get(pairKey(a, name, b.strategy, a.strategy));
  if (pair) {
    const gain = (pair.a === a.strategy ? 1 : -1) * pair.difference * way;
    if (!hasInterval(pair)) return "unknown";
    return pair.distinguishable === true && gain > 0 ? "better" : "tied";
  }
  const [mine, its] = [a.figures[name], b.figures[name]];
  if (!hasInterval(mine) || !hasInterval(its)) return "unknown";
  return (way > 0 ? mine.low > its.high : mine.high < its.low) ? "better" : "tied";
}

function beats(a, b, name, differences) {
  return standing(a, b, name, differences) === "better";
}

/** The cells of a setting that have a figure, the best first; as they come where neither way is better. */
function ranked(cells, name) {
  const way = direction(name);
  return cells
    .filter(cell => cell.status === "done" && valueOf(cell, name) !== null)
    .sort((a, b) => way * (valueOf(b, name) - valueOf(a, name)));
}

/** The cell that stands apart from all others of its setting by a figure; null where none does. */
function winner(cells, name, differences) {
  const order = ranked(cells, name);
  const others = order.slice(1);
  return others.length && others.every(other => beats(order[0], other, name, differences)) ? order[0] : null;
}

const NAMES = 3;

function namesOf(cells) {
  const names = cells.slice(0, NAMES).map(cell => isolated(cell.strategy)).join(", ");
  return names + (cells.length > NAMES ? ` and ${cells.length - NAMES} more` : "");
}

/** What can be said about a setting: who is best by a figure, or why nobody is. */
function verdict(cells, name, differences) {
  const order = ranked(cells, name);
  if (order.length < 2) return null;
  const best = order[0],
    value = intervalText(best.figures[name]);
  const those = word => order.slice(1).filter(other => standing(best, other, name, differences) === word);
  const [tied, unknown] = [those("tied"), those("unknown")];
  if (!tied.length && !unknown.length)
    return `${isolated(best.strategy)} is best by ${figureWords(name)}: ${value}, apart from every other.`;
  return (
    `No strategy is known to stand apart by ${figureWords(name)}: ${isolated(best.strategy)} has ${value}.` +
    (tied.length ? ` It cannot be distinguished from ${namesOf(tied)}.` : "") +
    (unknown.length ? ` Nothing is known of its difference from ${namesOf(unknown)}: no interval.` : "")
  );
}
