package dev.patchbay.study;

import dev.patchbay.spi.report.ComparisonResults;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** How far contenders found the same circuit. */
final class Overlap {

  private Overlap() {}

  /** Of all cells of one setting that have a circuit whose edges are listed. */
  static ComparisonResults.Overlap of(Cell.Key setting, List<Cell> cells) {
    return of(setting, cells, Cell.Key::contender);
  }

  /**
   * How far one contender finds the same circuit under other ablations and on the prompts of other
   * seeds.
   *
   * @param alike the contender, and what its cells have in common
   */
  static ComparisonResults.Overlap ofOne(Cell.Key alike, List<Cell> cells) {
    return of(
        alike, cells, key -> key.contender() + " under " + key.ablation() + ", seed " + key.seed());
  }

  private static ComparisonResults.Overlap of(
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
    return new ComparisonResults.Overlap(
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
}
