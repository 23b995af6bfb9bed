package dev.patchbay.study;

import dev.patchbay.spi.report.ComparedCell;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One number of a cell.
 *
 * @param value the number
 * @param replicates what it is on each resample of the prompts; empty where it has no interval
 */
public record Figure(double value, List<Double> replicates) {

  /** float32 keeps seven digits of figures about 1, and always errs to the same side. */
  private static final double ROUNDING = 1e-6;

  public Figure {
    replicates = List.copyOf(replicates);
  }

  /** A number that stands alone. */
  public static Figure of(double value) {
    return new Figure(value, List.of());
  }

  /** The same as others see it. */
  ComparedCell.Figure compared() {
    Interval its = interval().orElse(null);
    return its == null
        ? new ComparedCell.Figure(value, null, null)
        : new ComparedCell.Figure(value, its.low(), its.high());
  }

  /** Where it is. */
  public Optional<Interval> interval() {
    return Interval.of(replicates);
  }

  /** Whether it differs from 0 by more than chance, and by more than rounding. */
  public boolean toldFromZero() {
    return interval()
        .filter(interval -> interval.low() > ROUNDING || interval.high() < -ROUNDING)
        .isPresent();
  }

  /** This less another one, pair by pair where both were resampled alike. */
  public Figure minus(Figure other) {
    return replicates.size() == other.replicates.size()
        ? new Figure(
            value - other.value,
            IntStream.range(0, replicates.size())
                .mapToObj(r -> replicates.get(r) - other.replicates.get(r))
                .toList())
        : of(value - other.value);
  }
}
