// The page of a comparison: reads the results and puts the sections together.

const results = pageData("results");
// One strategy can take part twice, by signed and by absolute scores: then it is told by both.
for (const cell of results.cells) cell.strategy = cell.contender ?? cell.strategy;
const strategies = valuesOf(results.cells, "strategy");
const looks = new Map(strategies.map((name, i) => [name, look(i)]));
const differences = differencesByPair(results.differences);
const filter = {};
const off = new Set();
const costs = readCosts(pageData("costs"));

function lookOf(strategy) {
  return looks.get(strategy) ?? look(7);
}

/** The cells that the filters let through. */
function shownCells() {
  return results.cells.filter(
    cell =>
      !off.has(cell.strategy) &&
      SETTING.every(key => filter[key] === undefined || String(cell[key]) === filter[key]),
  );
}

/** Seconds by cell, from costs.csv (RFC 4180). */
function readCosts(text) {
  const seconds = new Map();
  const rows = [
    ...(text ?? "").matchAll(
      /((?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,(?:"(?:[^"]|"")*"|[^",\r\n]*))*)(?:\r?\n|$)/g,
    ),
  ].map(match =>
    [...match[1].matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
      field => field[1]?.replaceAll('""', '"') ?? field[2],
    ),
  );
  const id = rows[0]?.indexOf("id"),
    at = rows[0]?.indexOf("seconds");
  for (const row of rows.slice(1)) {
    const value = Number(row[at]);
    if (row[id] !== undefined && row[at] && Number.isFinite(value)) seconds.set(row[id], value);
  }
  return seconds;
}

function header() {
  const done = results.cells.filter(cell => cell.status === "done").length;
  const counts = ["task", "model", "strategy", "metric", "ablation", "seed"]
    .map(key => [key, valuesOf(results.cells, key).length])
    .filter(([, n]) => n > 1)
    .map(([key, n]) => `${n} ${key === "strategy" ? "strategies" : key + "s"}`);
  document.getElementById("title").textContent = results.title || "A comparison";
  document.getElementById("question").textContent = results.description || "";
  document.getElementById("extent").textContent =
    `${results.cells.length} cells${counts.length ? ": " + counts.join(" × ") : ""}. ${done} done` +
    ["refused", "failed"]
      .map(status => [status, results.cells.filter(cell => cell.status === status).length])
      .filter(([, n]) => n)
      .map(([status, n]) => `, ${n} ${status}`)
      .join("") +
    ".";
  document.getElementById("theme-place").append(themeButton());
}

function filters() {
  const bar = document.getElementById("filters");
  for (const key of SETTING) {
    const values = valuesOf(results.cells, key);
    if (values.length > 1) {
      bar.append(
        choice(
          key[0].toUpperCase() + key.slice(1),
          [["", "all"], ...values.map(value => [JSON.stringify(value), value])],
          "",
          value => {
            filter[key] = value === "" ? undefined : String(JSON.parse(value));
            render();
          },
        ),
      );
    }
  }
  const chips = element("div", {class: "chips", role: "group", "aria-label": "Strategies shown"});
  for (const name of strategies) chips.append(chip(name));
  bar.append(chips);
}

/** Shows or hides a strategy; lets its curves stand out while it is pointed at. */
function chip(name) {
  return element(
    "button",
    {
      type: "button",
      class: "chip",
      "aria-pressed": "true",
      click: event => {
        if (off.has(name)) off.delete(name);
        else off.add(name);
        event.currentTarget.setAttribute("aria-pressed", String(!off.has(name)));
        render();
      },
      pointerenter: () => highlight(name),
      pointerleave: () => highlight(null),
      focus: () => highlight(name),
      blur: () => highlight(null),
    },
    swatch(lookOf(name)),
    name,
  );
}

/** One sentence for each setting: what can be said, and what cannot. */
function inShort(cells) {
  const groups = settingsOf(cells, () => true);
  const lines = groups
    .map(group => {
      const name = ["edge_auc_trapezoid", "cmd", "cpr", "faithfulness"].find(
        f => group.filter(cell => valueOf(cell, f) !== null).length > 1,
      );
      const words = name && verdict(group, name, differences);
      return words
        ? element("li", {}, element("b", {}, settingWords(group[0], results.cells) + ": "), words)
        : null;
    })
    .filter(line => line !== null);
  if (!lines.length) return null;
  const more = lines.length - PANELS;
  return section("short", "In short", [
    element("ul", {}, lines.slice(0, PANELS)),
    more > 0 ? element("p", {class: "soft"}, `${more} more settings: choose above.`) : null,
  ]);
}

function notDone(cells) {
  const rows = cells.filter(cell => cell.status !== "done");
  if (!rows.length) return null;
  return section("not-done", "Refused and failed", [
    element(
      "div",
      {class: "scroll"},
      sortableTable({
        caption: "Refused: the strategy cannot do this. Failed: an error.",
        columns: [
          ...["task", "model", "strategy", "seed"].map(key => ({
            label: key[0].toUpperCase() + key.slice(1),
            value: cell => cell[key],
            number: key === "seed",
          })),
          {label: "Status", value: cell => cell.status},
          {
            label: "Why",
            value: cell => cell.reason,
            cell: cell => element("span", {class: "reason"}, cell.reason ?? "no reason was given"),
          },
        ],
        rows,
      }),
    ),
  ]);
}

function origin() {
  const facts = Object.entries(results.provenance ?? {});
  return section("origin", "Where this comes from", [
    element(
      "p",
      {},
      "Intervals are 95 %, by the bootstrap over prompts. The numbers are in results.json and results.csv; times and memory in costs.csv.",
    ),
    results.command ? element("pre", {"aria-label": "Command"}, results.command) : null,
    facts.length
      ? element(
          "table",
          {class: "facts"},
          element(
            "tbody",
            {},
            facts.map(([key, value]) =>
              element(
                "tr",
                {},
                element("th", {scope: "row"}, key),
                element("td", {}, typeof value === "object" ? JSON.stringify(value) : String(value)),
              ),
            ),
          ),
        )
      : null,
  ]);
}

function render() {
  const cells = shownCells();
  const sections = [
    inShort(cells),
    summarySection(results, cells),
    truthSection(results, cells),
    faithfulnessSection(results, cells),
    costSection(results, cells, costs),
    agreementSection(results, cells),
    circuitSection(results, cells),
    studiesSection(results),
    notDone(cells),
    origin(),
  ].filter(part => part !== null);
  document.getElementById("sections").replaceChildren(...sections);
  document
    .getElementById("contents")
    .replaceChildren(
      ...sections.map(part => element("a", {href: "#" + part.id}, part.querySelector("h2").textContent)),
    );
  highlight(null);
}

document.body.classList.toggle("large", results.cells.length > 100);
header();
filters();
render();
document.body.dataset.ready = "yes";
