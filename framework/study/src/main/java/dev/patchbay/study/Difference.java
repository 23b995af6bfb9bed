package dev.patchbay.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A figure of one contender less that of another, on the same resampled prompts.
 *
 * @param setting what they have in common
 * @param figure the figure's name
 * @param a the one
 * @param b the other
 * @param difference a's less b's, with where it lies if that can be said
 */
public record Difference(Cell.Key setting, String figure, String a, String b, Figure difference) {

  /** What contenders are held against one another by. */
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

  /** Whether it is more than chance. No correction for many pairs. */
  public boolean distinguishable() {
    return difference.toldFromZero();
  }

  /** Of every two cells of one setting, in every figure that both have. */
  static List<Difference> of(Cell.Key setting, List<Cell> cells) {
    List<Difference> differences = new ArrayList<>();
    for (String name : FIGURES) {
      for (int a = 0; a < cells.size(); a++) {
        for (int b = a + 1; b < cells.size(); b++) {
          between(setting, name, cells.get(a), cells.get(b)).ifPresent(differences::add);
        }
      }
    }
    return differences;
  }

  private static Optional<Difference> between(Cell.Key setting, String name, Cell a, Cell b) {
    Figure of = a.figures().get(name);
    Figure other = b.figures().get(name);
    if (of == null || other == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Difference(setting, name, a.key().contender(), b.key().contender(), of.minus(other)));
  }
}
