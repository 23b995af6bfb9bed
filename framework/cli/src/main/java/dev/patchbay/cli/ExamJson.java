package dev.patchbay.cli;

import dev.patchbay.study.exam.ExamCell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An exam, for machines: a cell for each model and strategy. */
final class ExamJson {

  private ExamJson() {}

  static String of(List<ExamCell> cells) {
    return Json.text(Map.of("cells", cells.stream().map(ExamJson::cell).toList()));
  }

  private static Map<String, Object> cell(ExamCell cell) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("model", cell.model());
    all.put("task", cell.task());
    all.put("strategy", cell.strategy());
    all.put("metric", cell.metric());
    all.put("ablation", cell.ablation());
    all.put("edges", cell.edges());
    all.put("true_edges", cell.truthEdges());
    if (!cell.thresholds().isEmpty()) {
      all.put("thresholds", cell.thresholds());
    }
    cell.judgement().ifPresent(judgement -> all.putAll(TruthJson.figures(judgement)));
    cell.refusal().ifPresent(why -> all.put("refused", why));
    all.put("forward_passes", cell.cost().forwardPasses());
    all.put("backward_passes", cell.cost().backwardPasses());
    all.put("tests", cell.cost().tests());
    all.put("untested", cell.cost().untested());
    all.put("seconds", cell.seconds());
    return all;
  }
}
