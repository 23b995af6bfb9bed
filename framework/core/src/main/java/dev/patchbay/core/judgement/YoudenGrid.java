package dev.patchbay.core.judgement;

import dev.patchbay.spi.graph.Circuit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which two settings of a search that starts from an estimate find the truth best? Youden's J, by
 * edge, of the circuit that was kept at each: for EAP-then-ACDC how much EAP keeps, and ACDC's τ.
 *
 * <p>Syed et al. (2023), arXiv:2310.10348, for the search; Youden (1950), <i>Index for Rating
 * Diagnostic Tests</i>, for J.
 *
 * @param cells a cell for each pair of settings that was run, in the order that they were given
 */
public record YoudenGrid(List<Cell> cells) {

  public YoudenGrid {
    cells = List.copyOf(cells);
  }

  /**
   * A circuit that was kept.
   *
   * @param keep how much the estimate kept
   * @param threshold τ
   * @param circuit what was kept in the end
   */
  public record Kept(double keep, double threshold, Circuit circuit) {}

  /**
   * What it is worth.
   *
   * @param keep how much the estimate kept
   * @param threshold τ
   * @param point its rates, by edge
   */
  public record Cell(double keep, double threshold, RocPoint point) {

    /** J. */
    public double youden() {
      return point.youden();
    }
  }

  /**
   * The grid of these circuits.
   *
   * @throws IllegalArgumentException if every edge is true, or none
   */
  public static YoudenGrid of(List<Kept> kept, Circuit truth) {
    return new YoudenGrid(
        kept.stream()
            .map(
                one ->
                    new Cell(
                        one.keep(),
                        one.threshold(),
                        RocPoint.of(
                            one.circuit().toBitSet(), truth.toBitSet(), truth.graph().edgeCount())))
            .toList());
  }

  /** The cell with the largest J, the first of equals; nothing of an empty grid. */
  public Optional<Cell> best() {
    // max() answers with the last of equals.
    return cells.stream()
        .sorted(Comparator.comparingDouble((Cell cell) -> -cell.youden()))
        .findFirst();
  }
}
