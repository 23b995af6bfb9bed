package dev.patchbay.core.study;

import java.util.Arrays;
import java.util.Optional;

/**
 * Where a figure lies, 95 times in 100: the middle 95 % of its replicates (Efron's percentile
 * interval).
 *
 * @param low the 2.5th percentile
 * @param high the 97.5th
 */
public record Interval(double low, double high) {

  private static final double LOW = .025;
  private static final double HIGH = .975;

  /** The interval of these replicates; none where there are fewer than two, or one is undefined. */
  public static Optional<Interval> of(double[] replicates) {
    if (replicates.length < 2 || !Arrays.stream(replicates).allMatch(Double::isFinite)) {
      return Optional.empty();
    }
    double[] sorted = replicates.clone();
    Arrays.sort(sorted);
    return Optional.of(new Interval(quantile(sorted, LOW), quantile(sorted, HIGH)));
  }

  /** Straight lines between the sorted numbers, as most statistics programs draw them. */
  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** Whether a number lies in it, ends included. */
  public boolean contains(double number) {
    return low <= number && number <= high;
  }
}
