package dev.patchbay.core.study;

import java.util.Optional;

/**
 * One number of a cell.
 *
 * @param value the number
 * @param replicates what it is on each resample of the prompts; empty where it has no interval
 */
public record Figure(double value, double[] replicates) {

  /** A number that stands alone. */
  public static Figure of(double value) {
    return new Figure(value, new double[0]);
  }

  /** Where it lies. */
  public Optional<Interval> interval() {
    return Interval.of(replicates);
  }

  /** This less another one, pair by pair where both were resampled alike. */
  public Figure minus(Figure other) {
    if (replicates.length == 0 || replicates.length != other.replicates.length) {
      return of(value - other.value);
    }
    double[] differences = new double[replicates.length];
    for (int r = 0; r < differences.length; r++) {
      differences[r] = replicates[r] - other.replicates[r];
    }
    return new Figure(value - other.value, differences);
  }
}
