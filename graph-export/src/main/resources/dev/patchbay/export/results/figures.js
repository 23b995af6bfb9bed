// Figures: one panel for each setting, a caption in words, the numbers as a file.

const PANELS = 6;

/** A figure with its caption, its data and the command that it comes from. */
function figure({id, title, caption, panels, cut = 0, data, results, controls = null}) {
  return element("figure", {id, "aria-labelledby": id + "-title"},
      element("h3", {id: id + "-title"}, title), controls,
      element("div", {class: "panels"}, panels),
      element("figcaption", {}, element("p", {}, caption + (cut > 0 ? ` ${cut} more settings are not drawn: choose above.` : "")),
          element("div", {class: "controls"}, csvButton(id + ".csv", data),
              results.command ? element("details", {}, element("summary", {}, "How to get this again"), element("pre", {}, results.command)) : null)));
}

/** The cells that are done, by setting, the first seeds before the next. */
function settingsOf(cells, has) {
  const groups = Map.groupBy(cells.filter(cell => cell.status === "done" && has(cell)), settingKey);
  return [...groups.values()].sort((a, b) => compared(a[0].seed, b[0].seed, false));
}

function panel(title, svg, below = null) {
  return element("div", {class: "panel"}, element("h4", {}, title), svg, below);
}

function curve(cell, name) {
  const points = cell.curves?.[name];
  return Array.isArray(points) ? points : [];
}

function curveSeries(group, name) {
  return group.filter(cell => curve(cell, name).length).map(cell => ({
    name: cell.strategy, look: lookOf(cell.strategy), points: curve(cell, name), line: true}));
}

function seriesLegend(group) {
  return element("div", {class: "legend"}, group.map(cell => element("span", {}, swatch(lookOf(cell.strategy)), cell.strategy)));
}

/** Under a panel: each strategy's figures that belong to its curve. */
function figureList(group, names) {
  const there = names.filter(name => group.some(cell => valueOf(cell, name) !== null));
  if (!there.length) return seriesLegend(group);
  return element("div", {class: "slide"}, element("table", {class: "beneath"},
      element("thead", {}, element("tr", {}, element("th", {scope: "col"}, "Strategy"),
          there.map(name => element("th", {scope: "col", class: "number", title: name}, figureWords(name).replace(/.*(AUC|KL)[^,]*, /, ""))))),
      element("tbody", {}, ranked(group, there[0]).map(cell => element("tr", {},
          element("th", {scope: "row", class: brief(cell.strategy)}, swatch(lookOf(cell.strategy)), cell.strategy),
          there.map(name => element("td", {class: "number"}, intervalText(cell.figures[name]))))))));
}

/** A figure of curves; nothing where no cell has one. */
function curveFigure(results, cells, {id, title, caption, curve: name, x, y, guide = null, figures = []}) {
  const groups = settingsOf(cells, cell => curve(cell, name).length > 0);
  if (!groups.length) return null;
  return figure({id, title, caption, results, cut: groups.length - PANELS,
    panels: groups.slice(0, PANELS).map(group => panel(settingWords(group[0], results.cells),
        chart({label: `${title}, ${settingWords(group[0], results.cells)}`, x, y, guide, series: curveSeries(group, name)}),
        figureList(group, figures))),
    data: () => [[...SETTING, "strategy", x.label, y.label], ...groups.flat().flatMap(cell =>
      curve(cell, name).map(([a, b]) => [...SETTING.map(key => cell[key]), cell.strategy, a, b]))]});
}

const SHARE = {domain: [0, 1]};

function truthSection(results, cells) {
  const roc = {x: {label: "False positive rate", ...SHARE}, y: {label: "True positive rate", ...SHARE}, guide: "identity"};
  const both = "Two areas are told: by trapezoids through the points, and under ACDC's pessimistic staircase, which never credits what lies between two points.";
  return section("truth", "Was the true circuit found?", [
    curveFigure(results, cells, {id: "roc-edges", title: "ROC by edge", curve: "roc_edges", ...roc,
      caption: "How many of the true circuit's edges a strategy finds, against how many others it takes along. The dotted diagonal is chance. " + both,
      figures: ["edge_auc_trapezoid", "edge_auc_pessimistic"]}),
    curveFigure(results, cells, {id: "roc-nodes", title: "ROC by node", curve: "roc_nodes", ...roc,
      caption: "The same for nodes: a node is found with the first of its edges. " + both, figures: ["node_auc_trapezoid", "node_auc_pessimistic"]}),
    curveFigure(results, cells, {id: "roc-acdc-nodes", title: "ROC by ACDC's nodes", curve: "roc_acdc_nodes", ...roc,
      caption: "The same, counting nodes as the ACDC paper's figures do. " + both, figures: ["acdc_node_auc_trapezoid", "acdc_node_auc_pessimistic"]}),
    curveFigure(results, cells, {id: "precision-recall", title: "Precision and recall", curve: "precision_recall",
      x: {label: "Recall", ...SHARE}, y: {label: "Precision", ...SHARE},
      caption: "Of the edges that a strategy keeps, the share that is true, against the share of the true edges that it keeps. True edges are few: this figure shows what the ROC hides.",
      figures: ["average_precision", "precision_at_truth", "recall_at_truth"]}),
  ]);
}

function faithfulnessSection(results, cells) {
  const y = {label: "Faithfulness"};
  return section("behaviour", "Does the circuit do what the model does?", [
    curveFigure(results, cells, {id: "faithfulness", title: "Faithfulness, linear axis", curve: "faithfulness", x: {label: "Fraction of edges", ...SHARE}, y,
      caption: "0 is the corrupted run, 1 the whole model. CPR is the area under the curve, CMD the area between the curve and 1. Nine tenths of this axis lie above 10 % of the edges.",
      figures: ["cpr", "cmd"]}),
    curveFigure(results, cells, {id: "faithfulness-log", title: "Faithfulness, logarithmic axis", curve: "faithfulness", x: {label: "Fraction of edges", log: true}, y,
      caption: "The same curves where small circuits can be seen, with their areas over the logarithm of the fraction.", figures: ["cpr_log", "cmd_log"]}),
    curveFigure(results, cells, {id: "metric", title: "Metric against circuit size", curve: "metric", x: {label: "Edges", log: true}, y: {label: "Metric"},
      caption: "What the circuit of this many edges scores.", figures: ["metric"]}),
    curveFigure(results, cells, {id: "kl", title: "KL divergence against circuit size", curve: "kl", x: {label: "Edges", log: true}, y: {label: "KL divergence"},
      caption: "How far the circuit's prediction is from the whole model's, in nats.", figures: ["kl"]}),
  ]);
}

function section(id, title, parts) {
  const there = parts.filter(part => part !== null);
  return there.length ? element("section", {id, "aria-labelledby": id + "-title"}, element("h2", {id: id + "-title"}, title), there) : null;
}

// Quality against cost.

const TAGS = 12;
const front = {figure: null, cost: "passes"};

function costOf(cell, costs) {
  return front.cost === "seconds" ? costs.get(cell.id) ?? null : cell.costs?.passes_equivalent ?? null;
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
  if (!names.includes(front.figure)) front.figure = ["edge_auc_trapezoid", "cmd", "cpr", "faithfulness"].find(name => names.includes(name)) ?? names[0];
  const name = front.figure, way = direction(name);
  const groups = settingsOf(cells, cell => valueOf(cell, name) !== null && costOf(cell, costs) !== null);
  const words = front.cost === "seconds" ? "Seconds" : "Passes, in forward passes";
  const redraw = () => document.getElementById("cost").replaceWith(costSection(results, shownCells(), costs));
  const controls = element("div", {class: "controls"},
      choice("Quality", names.map(n => [n, figureWords(n)]), name, value => { front.figure = value; redraw(); }),
      costs.size ? choice("Cost", [["passes", "passes"], ["seconds", "seconds"]], front.cost, value => { front.cost = value; redraw(); }) : null);
  const drawn = figure({id: "cost-quality", title: `${figureWords(name)} against cost`, results, cut: groups.length - PANELS, controls,
    caption: `Each mark is a strategy. The line joins those that no other beats in both: whoever is cheaper is worse. ${way > 0 ? "Higher" : "Lower"} is better, further left is cheaper. `
        + (front.cost === "seconds" ? "Seconds are of the machine that this ran on." : "A backward pass counts as two forward passes; what costs nothing stands at the left edge."),
    panels: groups.slice(0, PANELS).map(group => panel(settingWords(group[0], results.cells), costChart(group, name, way, words, costs, results))),
    data: () => [[...SETTING, "strategy", name, words], ...groups.flat().map(cell => [...SETTING.map(key => cell[key]), cell.strategy, valueOf(cell, name), costOf(cell, costs)])]});
  return section("cost", "What does quality cost?", [drawn]);
}

function costChart(group, name, way, words, costs, results) {
  const points = group.map(cell => ({cell, cost: costOf(cell, costs), value: valueOf(cell, name)}));
  const cheapest = Math.min(1, ...points.filter(p => p.cost > 0).map(p => p.cost / 2));
  const place = p => Math.max(p.cost, cheapest);
  const best = paretoFront(points, way);
  return chart({label: `${figureWords(name)} against cost, ${settingWords(group[0], results.cells)}`,
    x: {label: words, log: true, room: true}, y: {label: figureWords(name)},
    series: [{name: "not beaten in both", look: {colour: 7, dash: "2 3", mark: "circle"}, line: true, plain: true, points: best.map(p => [place(p), p.value, p.cell.strategy, p.cost])},
      ...points.map(p => ({name: p.cell.strategy, look: lookOf(p.cell.strategy), size: 5, tag: points.length <= TAGS ? p.cell.strategy.split(":")[0] : null,
        points: [[place(p), p.value, best.includes(p) ? "not beaten in both" : "beaten by a cheaper one", p.cost]]}))]});
}

/** A labelled choice. */
function choice(label, options, value, changed) {
  return element("label", {}, label, element("select", {change: event => changed(event.target.value)},
      options.map(([key, words]) => element("option", {value: key, selected: key === value}, words))));
}
