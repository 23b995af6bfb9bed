package dev.patchbay.study;

import dev.patchbay.spi.report.ComparedCell;
import dev.patchbay.spi.report.ComparisonResults;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is between contenders: figures of one less those of another, on the same prompts. */
final class Difference {

  /** By what contenders are compared. */
  private static final List<String> FIGURES =
      List.of(
          "edge_auc_trapezoid",
          "node_auc_trapezoid",
          "average_precision",
          "precision_at_truth",
          "recall_at_truth",
          "faithfulness",
          "cpr",
          "cmd",
          "metric",
          "kl");

  private Difference() {}

  /** Of every two cells of one setting, in every figure that both have. */
  static List<ComparisonResults.Difference> of(Cell.Key setting, List<Cell> cells) {
    List<ComparisonResults.Difference> differences = new ArrayList<>();
    for (String name : FIGURES) {
      for (int a = 0; a < cells.size(); a++) {
        for (int b = a + 1; b < cells.size(); b++) {
          between(setting, name, cells.get(a), cells.get(b)).ifPresent(differences::add);
        }
      }
    }
    return differences;
  }

  private static Optional<ComparisonResults.Difference> between(
      Cell.Key setting, String name, Cell a, Cell b) {
    Figure of = a.figures().get(name);
    Figure other = b.figures().get(name);
    if (of == null || other == null) {
      return Optional.empty();
    }
    Figure between = of.minus(other);
    ComparedCell.Figure shown = between.compared();
    return Optional.of(
        new ComparisonResults.Difference(
            setting.model(),
            setting.task(),
            setting.metric(),
            setting.ablation(),
            setting.seed(),
            name,
            a.key().contender(),
            b.key().contender(),
            shown.value(),
            shown.low(),
            shown.high(),
            between.toldFromZero()));
  }
}
