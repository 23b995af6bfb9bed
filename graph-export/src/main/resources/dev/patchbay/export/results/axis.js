// Axes: where values are, and which are written beside them.

/** An axis: from values to places, and where its ticks are. */
function axis({domain, log = false, label, room = false}, values, from, to) {
  const usable = values.filter(v => Number.isFinite(v) && (!log || v > 0));
  let [low, high] = domain ?? [Math.min(...extent(usable)), Math.max(...extent(usable))];
  if (!usable.length && !domain) [low, high] = log ? [0.1, 1] : [0, 1];
  if (low === high) [low, high] = log ? [low / 2, high * 2] : [low - 0.5, high + 0.5];
  if (room && log) [low, high] = [low / (high / low) ** 0.08, high * (high / low) ** 0.08];
  const ticks = log ? logTicks(low, high) : linearTicks(low, high);
  if (!domain) {
    low = Math.min(low, log ? low : ticks[0]);
    high = Math.max(high, log ? high : ticks.at(-1));
  }
  const f = log ? Math.log10 : v => v;
  const place = v => from + ((f(v) - f(low)) / (f(high) - f(low))) * (to - from);
  return {place, log, label, low, high, ticks: ticks.filter(t => t >= low * (1 - 1e-9) - 1e-12 || !log)};
}

function extent(values) {
  let low = Infinity,
    high = -Infinity;
  for (const v of values) {
    if (v < low) low = v;
    if (v > high) high = v;
  }
  return [low, high];
}

function linearTicks(low, high) {
  const rough = (high - low) / 6,
    power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(m => m * power).find(s => s >= rough * 0.999);
  const ticks = [];
  for (let i = Math.floor(low / step + 1e-9); i <= Math.ceil(high / step - 1e-9); i++)
    ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}

function logTicks(low, high) {
  const first = Math.floor(Math.log10(low)),
    last = Math.ceil(Math.log10(high));
  const parts = Math.log10(high / low) <= 2.5 ? [1, 2, 5] : [1];
  const every = Math.ceil((last - first) / 6) || 1;
  const ticks = [];
  for (let power = first; power <= last; power += every) parts.forEach(m => ticks.push(m * 10 ** power));
  const inside = ticks.filter(t => t >= low * 0.999 && t <= high * 1.001);
  return inside.length > 1 ? inside : [low, high];
}

/** A tick in words: 0.05, 2,000, 1e-7. */
function tickText(v) {
  const size = Math.abs(v);
  return size !== 0 && (size < 1e-3 || size >= 1e5)
    ? v.toExponential(0).replace("e+", "e")
    : GROUPED.format(Number(v.toPrecision(3)));
}
