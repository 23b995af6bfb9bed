package dev.patchbay.cli;

import dev.patchbay.study.Cell;
import dev.patchbay.study.Figure;
import dev.patchbay.study.exam.ExamCell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An exam, for machines: a cell for each model and strategy. */
final class ExamJson {

  private static final List<String> FIGURES =
      List.of(
          "edge_auc_trapezoid",
          "edge_auc_pessimistic",
          "node_auc_trapezoid",
          "node_auc_pessimistic",
          "acdc_node_auc_trapezoid",
          "acdc_node_auc_pessimistic",
          "average_precision",
          "precision_at_truth",
          "recall_at_truth");

  private ExamJson() {}

  static String of(List<ExamCell> cells) {
    return Json.text(Map.of("cells", cells.stream().map(ExamJson::cell).toList()));
  }

  private static Map<String, Object> cell(ExamCell of) {
    Cell cell = of.cell();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("model", cell.key().model());
    all.put("task", cell.key().task());
    all.put("strategy", cell.key().strategy());
    all.put("metric", cell.key().metric());
    all.put("ablation", cell.key().ablation());
    all.put("edges", of.truth().graph().edgeCount());
    all.put("true_edges", of.truth().size());
    if (!of.thresholds().isEmpty()) {
      all.put("thresholds", of.thresholds());
    }
    FIGURES.forEach(
        name -> {
          Figure figure = cell.figures().get(name);
          if (figure != null) {
            all.put(name.replace("_at_truth", ""), figure.value());
          }
        });
    of.refusal().ifPresent(why -> all.put(cell.status().toString(), why));
    all.put("forward_passes", cell.costs().forwardPasses());
    all.put("backward_passes", cell.costs().backwardPasses());
    all.put("tests", cell.costs().tests());
    all.put("untested", cell.costs().untested());
    all.put("seconds", of.seconds());
    return all;
  }
}
