package dev.patchbay.study;

import dev.patchbay.study.agreement.Quantiles;
import java.util.List;
import java.util.Optional;

/**
 * The range of a figure, 95 times in 100: the middle 95 % of its replicates (Efron's percentile
 * interval).
 *
 * @param low the 2.5th percentile
 * @param high the 97.5th
 */
public record Interval(double low, double high) {

  private static final double LOW = .025;
  private static final double HIGH = .975;

  /** The interval of these replicates; none where there are fewer than two, or one is undefined. */
  public static Optional<Interval> of(List<Double> replicates) {
    if (replicates.size() < 2 || !replicates.stream().allMatch(Double::isFinite)) {
      return Optional.empty();
    }
    double[] sorted = replicates.stream().mapToDouble(r -> r).sorted().toArray();
    return Optional.of(new Interval(Quantiles.at(sorted, LOW), Quantiles.at(sorted, HIGH)));
  }
}
