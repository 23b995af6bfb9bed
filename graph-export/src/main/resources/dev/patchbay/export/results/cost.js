// Quality against cost.

const TAGS = 12;
const front = {figure: null, cost: "passes"};

function costOf(cell, costs) {
  return front.cost === "seconds" ? (costs.get(cell.id) ?? null) : (cell.costs?.passes_equivalent ?? null);
}

/** The cells that no other beats in both: cheaper ones are worse. */
function paretoFront(points, way) {
  const order = [...points].sort((a, b) => a.cost - b.cost || way * (b.value - a.value));
  const kept = [];
  for (const point of order) {
    if (!kept.length || way * (point.value - kept.at(-1).value) > 0) kept.push(point);
  }
  return kept;
}

function costSection(results, cells, costs) {
  const names = figureNames(cells).filter(name => direction(name) !== 0);
  if (!names.length) return null;
  if (!names.includes(front.figure))
    front.figure =
      ["edge_auc_trapezoid", "cmd", "cpr", "faithfulness"].find(name => names.includes(name)) ?? names[0];
  const name = front.figure,
    way = direction(name);
  const groups = settingsOf(cells, cell => valueOf(cell, name) !== null && costOf(cell, costs) !== null);
  const words = front.cost === "seconds" ? "Seconds" : "Passes, in forward passes";
  const redraw = () => document.getElementById("cost").replaceWith(costSection(results, shownCells(), costs));
  const controls = element(
    "div",
    {class: "controls"},
    choice(
      "Quality",
      names.map(n => [n, figureWords(n)]),
      name,
      value => {
        front.figure = value;
        redraw();
      },
    ),
    costs.size
      ? choice(
          "Cost",
          [
            ["passes", "passes"],
            ["seconds", "seconds"],
          ],
          front.cost,
          value => {
            front.cost = value;
            redraw();
          },
        )
      : null,
  );
  const drawn = figure({
    id: "cost-quality",
    title: `${figureWords(name)} against cost`,
    results,
    cut: groups.length - PANELS,
    controls,
    caption:
      `Each mark is a strategy. The line joins those that no other beats in both: any cheaper one is worse. ${way > 0 ? "Higher" : "Lower"} is better, further left is cheaper. ` +
      (front.cost === "seconds"
        ? "Seconds depend on the machine that this ran on."
        : "A backward pass counts as two forward passes; what costs nothing is at the left edge."),
    panels: groups
      .slice(0, PANELS)
      .map(group =>
        panel(settingWords(group[0], results.cells), costChart(group, name, way, words, costs, results)),
      ),
    data: () => [
      [...SETTING, "strategy", name, words],
      ...groups
        .flat()
        .map(cell => [
          ...SETTING.map(key => cell[key]),
          cell.strategy,
          valueOf(cell, name),
          costOf(cell, costs),
        ]),
    ],
  });
  return section("cost", "What does quality cost?", [drawn]);
}

function costChart(group, name, way, words, costs, results) {
  const points = group.map(cell => ({cell, cost: costOf(cell, costs), value: valueOf(cell, name)}));
  const cheapest = Math.min(1, ...points.filter(p => p.cost > 0).map(p => p.cost / 2));
  const place = p => Math.max(p.cost, cheapest);
  const best = paretoFront(points, way);
  return chart({
    label: `${figureWords(name)} against cost, ${settingWords(group[0], results.cells)}`,
    x: {label: words, log: true, room: true},
    y: {label: figureWords(name)},
    series: [
      {
        name: "not beaten in both",
        look: {colour: 7, dash: "2 3", mark: "circle"},
        line: true,
        plain: true,
        points: best.map(p => [place(p), p.value, p.cell.strategy, p.cost]),
      },
      ...points.map(p => ({
        name: p.cell.strategy,
        look: lookOf(p.cell.strategy),
        size: 5,
        tag: points.length <= TAGS ? p.cell.strategy.split(":")[0] : null,
        points: [
          [place(p), p.value, best.includes(p) ? "not beaten in both" : "beaten by a cheaper one", p.cost],
        ],
      })),
    ],
  });
}
