// The figures of curves: was the true circuit found, does the circuit do what the model does.

const SHARE = {domain: [0, 1]};

function truthSection(results, cells) {
  const roc = {
    x: {label: "False positive rate", ...SHARE},
    y: {label: "True positive rate", ...SHARE},
    guide: "identity",
  };
  const both =
    "Two areas are given: by trapezoids through the points, and under ACDC's pessimistic staircase, which never credits what lies between two points.";
  return section("truth", "Was the true circuit found?", [
    curveFigure(results, cells, {
      id: "roc-edges",
      title: "ROC by edge",
      curve: "roc_edges",
      ...roc,
      caption:
        "How many of the true circuit's edges a strategy finds, against how many others it includes. The dotted diagonal is chance. " +
        both,
      figures: ["edge_auc_trapezoid", "edge_auc_pessimistic"],
    }),
    curveFigure(results, cells, {
      id: "roc-nodes",
      title: "ROC by node",
      curve: "roc_nodes",
      ...roc,
      caption: "The same for nodes: a node is found with the first of its edges. " + both,
      figures: ["node_auc_trapezoid", "node_auc_pessimistic"],
    }),
    curveFigure(results, cells, {
      id: "roc-acdc-nodes",
      title: "ROC by ACDC's nodes",
      curve: "roc_acdc_nodes",
      ...roc,
      caption: "The same, counting nodes as the ACDC paper's figures do. " + both,
      figures: ["acdc_node_auc_trapezoid", "acdc_node_auc_pessimistic"],
    }),
    curveFigure(results, cells, {
      id: "precision-recall",
      title: "Precision and recall",
      curve: "precision_recall",
      x: {label: "Recall", ...SHARE},
      y: {label: "Precision", ...SHARE},
      caption:
        "Of the edges that a strategy keeps, the share that is true, against the share of the true edges that it keeps. True edges are few: this figure shows what the ROC hides.",
      figures: ["average_precision", "precision_at_truth", "recall_at_truth"],
    }),
  ]);
}

function faithfulnessSection(results, cells) {
  const y = {label: "Faithfulness"};
  return section("behaviour", "Does the circuit do what the model does?", [
    curveFigure(results, cells, {
      id: "faithfulness",
      title: "Faithfulness, linear axis",
      curve: "faithfulness",
      x: {label: "Fraction of edges", ...SHARE},
      y,
      caption:
        "0 is the corrupted run, 1 the whole model. CPR is the area under the curve, CMD the area between the curve and 1. Nine tenths of this axis lie above 10 % of the edges.",
      figures: ["cpr", "cmd"],
    }),
    curveFigure(results, cells, {
      id: "faithfulness-log",
      title: "Faithfulness, logarithmic axis",
      curve: "faithfulness",
      x: {label: "Fraction of edges", log: true},
      y,
      caption:
        "The same curves where small circuits can be seen, with their areas over the logarithm of the fraction.",
      figures: ["cpr_log", "cmd_log"],
    }),
    curveFigure(results, cells, {
      id: "metric",
      title: "Metric against circuit size",
      curve: "metric",
      x: {label: "Edges", log: true},
      y: {label: "Metric"},
      caption: "What the circuit of this many edges scores.",
      figures: ["metric"],
    }),
    curveFigure(results, cells, {
      id: "kl",
      title: "KL divergence against circuit size",
      curve: "kl",
      x: {label: "Edges", log: true},
      y: {label: "KL divergence"},
      caption: "How far the circuit's prediction is from the whole model's, in nats.",
      figures: ["kl"],
    }),
  ]);
}
