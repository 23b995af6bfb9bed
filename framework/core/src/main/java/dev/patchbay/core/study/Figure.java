package dev.patchbay.core.study;

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

  public Figure {
    replicates = List.copyOf(replicates);
  }

  /** A number that stands alone. */
  public static Figure of(double value) {
    return new Figure(value, List.of());
  }

  /** Where it lies. */
  public Optional<Interval> interval() {
    return Interval.of(replicates);
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
