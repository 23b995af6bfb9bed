// How far strategies agree, and which differences are real.

function heatCell(value, text) {
  const cell = element("td", {class: "number heat"}, text);
  if (Number.isFinite(value)) cell.style.setProperty("--heat", Math.max(0, Math.min(1, value)));
  return cell;
}

/** A table of numbers with a ground that darkens with them. */
function heatTable({caption, corner, columns, rows, numbers}) {
  return element(
    "div",
    {class: "scroll"},
    element(
      "table",
      {class: "matrix"},
      element("caption", {}, caption),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", {scope: "col"}, corner),
          columns.map(name => element("th", {scope: "col", class: "number"}, name)),
        ),
      ),
      element(
        "tbody",
        {},
        rows.map((name, i) =>
          element(
            "tr",
            {},
            element("th", {scope: "row"}, name),
            columns.map((_, j) => heatCell(numbers[i]?.[j], decimal(numbers[i]?.[j]))),
          ),
        ),
      ),
    ),
  );
}

function agreementSection(results, cells) {
  const keys = new Set(cells.map(settingKey));
  const overlaps = (results.overlaps ?? []).filter(o => keys.has(settingKey(o)));
  const differences = (results.differences ?? []).filter(
    d => keys.has(settingKey(d)) && !off.has(d.a) && !off.has(d.b),
  );
  return section("agreement", "Do strategies agree?", [
    overlaps.length
      ? figure({
          id: "overlaps",
          title: "Overlap of circuits",
          results,
          cut: overlaps.length - PANELS,
          caption:
            "Jaccard's index: the edges that two circuits share, over the edges in either. 1 is the same circuit.",
          panels: overlaps.slice(0, PANELS).map(o => {
            const kept = o.strategies.map((name, i) => i).filter(i => !off.has(o.strategies[i]));
            const names = kept.map(i => o.strategies[i]);
            return element(
              "div",
              {class: "panel wide"},
              heatTable({
                caption:
                  settingWords(o, results.cells) +
                  (typeof o.edges === "number" ? `, ${shown(o.edges)} edges each` : ""),
                corner: "Jaccard",
                columns: names,
                rows: names,
                numbers: kept.map(i => kept.map(j => o.jaccard[i][j])),
              }),
            );
          }),
          data: () => [
            [...SETTING, "edges", "a", "b", "jaccard"],
            ...overlaps.flatMap(o =>
              o.strategies.flatMap((a, i) =>
                o.strategies.map((b, j) => [...SETTING.map(key => o[key]), o.edges, a, b, o.jaccard[i][j]]),
              ),
            ),
          ],
        })
      : null,
    differences.length ? differenceTable(results, differences) : null,
  ]);
}

function differenceTable(results, differences) {
  const columns = [
    {label: "Setting", value: d => settingWords(d, results.cells)},
    {label: "Figure", value: d => figureWords(d.figure)},
    {label: "A", value: d => d.a},
    {label: "B", value: d => d.b},
    {label: "A − B", number: true, value: d => d.difference},
    {label: "95 % low", number: true, value: d => d.low},
    {label: "95 % high", number: true, value: d => d.high},
    {
      label: "Can be told apart",
      value: d => (d.distinguishable ? "yes" : "no"),
      cell: d =>
        d.distinguishable
          ? element(
              "strong",
              {},
              "yes: " +
                (d.difference * direction(d.figure) > 0
                  ? "A is better"
                  : d.difference * direction(d.figure) < 0
                    ? "B is better"
                    : "they differ"),
            )
          : typeof d.low === "number"
            ? "no"
            : "no interval",
    },
  ];
  return element(
    "div",
    {id: "differences"},
    element("h3", {}, "Differences"),
    element(
      "p",
      {},
      "Paired over prompts. Where the interval holds 0, the two cannot be told apart on these prompts.",
    ),
    element(
      "div",
      {class: "scroll tall", tabindex: 0, role: "region", "aria-label": "Table of differences"},
      sortableTable({columns, rows: differences}),
    ),
    element(
      "div",
      {class: "controls"},
      csvButton("differences.csv", () => [
        [...SETTING, "figure", "a", "b", "difference", "low", "high", "distinguishable"],
        ...differences.map(d => [
          ...SETTING.map(key => d[key]),
          d.figure,
          d.a,
          d.b,
          d.difference,
          d.low,
          d.high,
          String(d.distinguishable),
        ]),
      ]),
    ),
  );
}
