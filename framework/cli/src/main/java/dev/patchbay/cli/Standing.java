package dev.patchbay.cli;

import dev.patchbay.study.Cell;
import dev.patchbay.study.Figure;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the cells of one setting compare by one figure. A winner is named only if no difference from
 * another one may be chance.
 *
 * @param figure its name
 * @param better which way is: 1 up, -1 down, 0 neither
 */
record Standing(String figure, int better, List<Cell> cells) {

  /**
   * {@code *} the best of all, {@code ≈} where the interval of the difference from the one with the
   * best value includes 0. Where there is no such interval nothing is known, and nothing is marked.
   */
  char mark(Cell cell) {
    Optional<Cell> first = first();
    if (first.isEmpty() || !has(cell)) {
      return ' ';
    }
    if (isBest(cell)) {
      return '*';
    }
    boolean tied =
        isSame(first.get(), cell)
            ? cells.stream().anyMatch(other -> ties(cell, other))
            : ties(cell, first.get());
    return tied ? '≈' : ' ';
  }

  /** Whether it has the best value, and is told from every other one, of which there is one. */
  boolean isBest(Cell cell) {
    return cells.stream().filter(this::has).count() > 1
        && first().filter(first -> isSame(first, cell)).isPresent()
        && cells.stream()
            .filter(other -> has(other) && !isSame(other, cell))
            .allMatch(other -> isTold(cell, other));
  }

  /** The cell with the best value; none where neither way is better. */
  private Optional<Cell> first() {
    return cells.stream()
        .filter(cell -> better != 0 && has(cell))
        .max((a, b) -> better * Double.compare(of(a).value(), of(b).value()));
  }

  private boolean isTold(Cell a, Cell b) {
    return of(a).minus(of(b)).toldFromZero();
  }

  private boolean ties(Cell a, Cell b) {
    return !isSame(a, b) && has(b) && of(a).minus(of(b)).interval().isPresent() && !isTold(a, b);
  }

  private boolean has(Cell cell) {
    return cell.figures().containsKey(figure);
  }

  private Figure of(Cell cell) {
    return Objects.requireNonNull(cell.figures().get(figure));
  }

  private static boolean isSame(Cell a, Cell b) {
    return a.id().equals(b.id());
  }
}
