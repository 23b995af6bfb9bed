// What figures are called, which way is better, and how settings are distinguished.

/** Figure: [what it is called, 1 where more is better, -1 where less is, 0 where neither]. */
const FIGURES = {
  edge_auc_trapezoid: ["Edge AUC, trapezoid", 1],
  edge_auc_pessimistic: ["Edge AUC, pessimistic", 1],
  edge_auc_signed_trapezoid: ["Edge AUC by signed score, trapezoid", 1],
  node_auc_trapezoid: ["Node AUC, trapezoid", 1],
  node_auc_pessimistic: ["Node AUC, pessimistic", 1],
  acdc_node_auc_trapezoid: ["ACDC-node AUC, trapezoid", 1],
  acdc_node_auc_pessimistic: ["ACDC-node AUC, pessimistic", 1],
  precision_at_truth: ["Precision at |truth|", 1],
  recall_at_truth: ["Recall at |truth|", 1],
  average_precision: ["Average precision", 1],
  cpr: ["CPR", 1],
  cmd: ["CMD", -1],
  cpr_log: ["CPR, log axis", 1],
  cmd_log: ["CMD, log axis", -1],
  faithfulness: ["Faithfulness", 0],
  metric: ["Metric", 0],
  kl: ["KL divergence", -1],
  circuit_edges: ["Circuit edges", 0],
  completeness_random: ["Incompleteness, random", -1],
  completeness_greedy: ["Incompleteness, greedy", -1],
  minimal_share: ["Minimal share", 1],
  equivalence_p: ["Equivalence p", 0],
  independence_p: ["Independence p", 0],
  stability_jaccard: ["Stability, Jaccard", 1],
  stability_spearman: ["Stability, Spearman", 1],
};

function figureWords(name) {
  return FIGURES[name]?.[0] ?? name;
}

function direction(name) {
  return Object.hasOwn(FIGURES, name) ? FIGURES[name][1] : 0;
}

const SETTING = ["task", "model", "metric", "ablation", "seed"];

/** The values that cells have under a key, in the order in which they come. */
function valuesOf(cells, key) {
  return [...new Set(cells.map(cell => cell[key]))];
}

/** What was compared under equal conditions: cells that differ in the strategy alone. */
function settingKey(cell) {
  return JSON.stringify(SETTING.map(key => cell[key]));
}

const varied = new WeakMap();

/** A setting in words: what all have in common is left out. */
function settingWords(cell, cells) {
  if (!varied.has(cells))
    varied.set(
      cells,
      SETTING.filter(key => key === "task" || valuesOf(cells, key).length > 1),
    );
  const words = varied.get(cells).map(key => (key === "seed" ? "seed " + cell[key] : isolated(cell[key])));
  return words.join(" · ");
}

/** A figure's value where there is a number. */
function valueOf(cell, name) {
  const value = cell.figures?.[name]?.value;
  return typeof value === "number" ? value : null;
}

/** A figure's number for tables: three decimals, so that columns line up. */
function decimal(number) {
  const size = Math.abs(number);
  return typeof number === "number" && !Number.isInteger(number) && size >= 0.01 && size < 1000
    ? number.toFixed(3)
    : shown(number, 3);
}

/** Value and interval as text: 0.970 [0.950, 0.990]. */
function intervalText(figure) {
  if (!figure || typeof figure.value !== "number") return "–";
  return (
    decimal(figure.value) + (hasInterval(figure) ? ` [${decimal(figure.low)}, ${decimal(figure.high)}]` : "")
  );
}

function hasInterval(figure) {
  return typeof figure?.low === "number" && typeof figure?.high === "number";
}
