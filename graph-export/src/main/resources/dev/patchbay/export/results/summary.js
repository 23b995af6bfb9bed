// The table of all cells.

const USUAL = [
  "edge_auc_trapezoid",
  "node_auc_trapezoid",
  "precision_at_truth",
  "cpr",
  "cmd",
  "faithfulness",
  "kl",
  "circuit_edges",
];
const chosenColumns = new Set(USUAL);

function figureNames(cells) {
  const there = new Set(cells.flatMap(cell => Object.keys(cell.figures ?? {})));
  return [
    ...Object.keys(FIGURES).filter(name => there.has(name)),
    ...[...there].filter(name => !Object.hasOwn(FIGURES, name)).sort(),
  ];
}

function summaryColumns(results, cells) {
  const winners = new Set();
  const settings = Map.groupBy(results.cells, settingKey);
  const names = figureNames(results.cells);
  for (const group of settings.values()) {
    for (const name of names) {
      const best = winner(group, name, differences);
      if (best !== null) winners.add(best.id + " " + name);
    }
  }
  const plain = ["task", "model", "strategy", "metric", "ablation", "seed"]
    .filter(key => key === "task" || key === "strategy" || valuesOf(results.cells, key).length > 1)
    .map(key => ({
      label: key[0].toUpperCase() + key.slice(1),
      value: cell => cell[key],
      number: key === "seed",
      cell: key === "strategy" ? cell => strategyCell(cell) : null,
    }));
  const figures = names
    .filter(
      name => chosenColumns.has(name) || (!Object.hasOwn(FIGURES, name) && names.length <= USUAL.length),
    )
    .map(name => ({
      label: figureWords(name) + {"-1": " ↓", 0: "", 1: " ↑"}[direction(name)],
      hint: name,
      number: true,
      value: cell => valueOf(cell, name),
      cell: cell => figureCell(cell, name, winners.has(cell.id + " " + name)),
    }));
  const passes = {
    label: "Passes",
    hint: "forward and backward passes, in forward passes",
    number: true,
    value: cell => cell.costs?.passes_equivalent ?? null,
  };
  return [...plain, ...figures, passes];
}

function strategyCell(cell) {
  return element(
    "span",
    {class: "strategy " + (brief(cell.strategy) ?? "")},
    swatch(lookOf(cell.strategy)),
    cell.strategy,
    cell.status === "done" ? null : element("span", {class: "status"}, cell.status),
  );
}

function figureCell(cell, name, best) {
  const figure = cell.figures?.[name];
  if (!figure || typeof figure.value !== "number") return "–";
  const value = best
    ? element("strong", {}, decimal(figure.value), element("span", {class: "unseen"}, " best"))
    : decimal(figure.value);
  const why = cell.no_interval?.[name];
  return element(
    "span",
    {class: "figure", title: why ?? null},
    value,
    element(
      "span",
      {class: "interval"},
      hasInterval(figure) ? `${decimal(figure.low)} – ${decimal(figure.high)}` : why ? "no interval *" : "",
    ),
  );
}

function summarySection(results, cells) {
  const table = sortableTable({
    caption:
      `${cells.length} of ${results.cells.length} cells. Under each figure its 95 % interval. ` +
      "Bold: best of its setting and apart from every other; where nothing is bold, no strategy is.",
    columns: summaryColumns(results, cells),
    rows: cells,
  });
  table.id = "summary-table";
  return element(
    "section",
    {id: "summary", "aria-labelledby": "summary-title"},
    element("h2", {id: "summary-title"}, "All cells"),
    columnChoice(results),
    element(
      "div",
      {class: "scroll tall", tabindex: 0, role: "region", "aria-label": "Table of all cells"},
      table,
    ),
    element(
      "div",
      {class: "small soft"},
      summaryNotes(cells).map(note => element("p", {}, note)),
    ),
    element(
      "div",
      {class: "controls"},
      csvButton("summary.csv", () => summaryRows(cells)),
    ),
  );
}

const REASONS = 5;

/** What a reader who takes a number from the table must know. */
function summaryNotes(cells) {
  const done = cells.filter(cell => cell.status === "done");
  const same = done.filter(cell => cell.held_out_prompts === 0).length;
  const reasons = [...new Set(done.flatMap(cell => Object.values(cell.no_interval ?? {})))];
  const notes = [...new Set(done.flatMap(cell => (cell.notes ?? []).map(note => `${cell.strategy}: ${note}`)))];
  return [
    "↑ more is better, ↓ less is better. Passes: a backward pass counts as two forward passes.",
    same
      ? `${same === done.length ? "All figures" : `The figures of ${same} cells`} are on the prompts that the circuit was found on: the task has no others.`
      : null,
    reasons.length
      ? "* no interval was measured: " + reasons.slice(0, REASONS).map(isolated).join("; ") + "."
      : null,
    ...notes.slice(0, REASONS).map(note => isolated(note) + "."),
    notes.length > REASONS ? `${notes.length - REASONS} more notes are in results.json.` : null,
  ].filter(note => note !== null);
}

function summaryRows(cells) {
  const names = figureNames(cells);
  return [
    [
      "id",
      "model",
      "task",
      "strategy",
      "metric",
      "ablation",
      "seed",
      "status",
      "reason",
      ...names.flatMap(name => [name, name + "_low", name + "_high"]),
      "passes_equivalent",
    ],
    ...cells.map(cell => [
      cell.id,
      cell.model,
      cell.task,
      cell.strategy,
      cell.metric,
      cell.ablation,
      cell.seed,
      cell.status,
      cell.reason,
      ...names.flatMap(name => [
        cell.figures?.[name]?.value,
        cell.figures?.[name]?.low,
        cell.figures?.[name]?.high,
      ]),
      cell.costs?.passes_equivalent,
    ]),
  ];
}

function columnChoice(results) {
  const names = figureNames(results.cells);
  if (names.length <= 3) return null;
  return element(
    "details",
    {
      class: "no-print columns",
      open: columnsOpen,
      toggle: event => {
        columnsOpen = event.target.open;
      },
    },
    element("summary", {}, "Columns"),
    element(
      "div",
      {class: "controls"},
      names.map(name =>
        element(
          "label",
          {},
          element("input", {
            type: "checkbox",
            checked: chosenColumns.has(name),
            change: event => {
              if (event.target.checked) chosenColumns.add(name);
              else chosenColumns.delete(name);
              document.getElementById("summary").replaceWith(summarySection(results, shownCells()));
            },
          }),
          figureWords(name),
        ),
      ),
    ),
  );
}

let columnsOpen = false;
