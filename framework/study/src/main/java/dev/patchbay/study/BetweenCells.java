package dev.patchbay.study;

import dev.patchbay.spi.report.ComparedCell;
import dev.patchbay.spi.report.ComparisonResults.Difference;
import dev.patchbay.spi.report.ComparisonResults.Overlap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What is between contenders: common edges of their circuits, differences of their figures. */
final class BetweenCells {

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

  private BetweenCells() {}

  /** How far the cells of one setting, those whose circuit's edges are listed, found the same. */
  static Overlap overlap(Cell.Key setting, List<Cell> cells) {
    return overlap(setting, cells, Cell.Key::contender);
  }

  /**
   * How far one contender finds the same circuit under other ablations and on the prompts of other
   * seeds.
   *
   * @param alike the contender, and what its cells have in common
   */
  static Overlap overlapOfOne(Cell.Key alike, List<Cell> cells) {
    return overlap(
        alike, cells, key -> key.contender() + " under " + key.ablation() + ", seed " + key.seed());
  }

  private static Overlap overlap(
      Cell.Key setting, List<Cell> cells, Function<Cell.Key, String> words) {
    List<String> contenders = new ArrayList<>();
    List<Set<String>> circuits = new ArrayList<>();
    for (Cell cell : cells) {
      cell.mainCircuit()
          .filter(circuit -> circuit.edges().size() == circuit.size())
          .ifPresent(
              circuit -> {
                contenders.add(words.apply(cell.key()));
                circuits.add(new HashSet<>(circuit.edges()));
              });
    }
    return new Overlap(
        setting.model(),
        setting.task(),
        setting.metric(),
        setting.ablation(),
        setting.seed(),
        contenders,
        circuits.stream().map(a -> circuits.stream().map(b -> jaccard(a, b)).toList()).toList());
  }

  private static double jaccard(Set<String> a, Set<String> b) {
    Set<String> both = new HashSet<>(a);
    both.retainAll(b);
    int either = a.size() + b.size() - both.size();
    return either == 0 ? 1 : (double) both.size() / either;
  }

  /**
   * What is between every two cells of one setting: in every figure that both have, one less the
   * other, on the same prompts.
   */
  static List<Difference> differences(Cell.Key setting, List<Cell> cells) {
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
    Figure between = of.minus(other);
    ComparedCell.Figure shown = between.compared();
    return Optional.of(
        new Difference(
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
