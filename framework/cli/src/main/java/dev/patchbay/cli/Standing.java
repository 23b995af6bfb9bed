package dev.patchbay.cli;

import dev.patchbay.core.study.Cell;
import dev.patchbay.core.study.Figure;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the cells of one setting stand by one figure. No winner is named whose difference from each
 * other one may be chance.
 *
 * @param figure its name
 * @param better which way is: 1 up, -1 down, 0 neither
 */
record Standing(String figure, int better, List<Cell> cells) {

  /** {@code *} the best of all, {@code ≈} not to be told from the one with the best value. */
  char mark(Cell cell) {
    Optional<Cell> first = first();
    if (first.isEmpty() || !has(cell)) {
      return ' ';
    }
    if (isBest(cell)) {
      return '*';
    }
    return isSame(first.get(), cell) || !isTold(cell, first.get()) ? '≈' : ' ';
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
