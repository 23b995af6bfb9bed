package dev.patchbay.study;

import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * Where a figure lies, 95 times in 100: the middle 95 % of its replicates (Efron's percentile
 * interval).
 *
 * @param low the 2.5th percentile
 * @param high the 97.5th
 */
public record Interval(double low, double high) {

  /** Between two values on the line between them, as R's type 7 and NumPy have them. */
  static final Quantile QUANTILE =
      Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);

  private static final double LOW = .025;
  private static final double HIGH = .975;

  /** The interval of these replicates; none where there are fewer than two, or one is undefined. */
  public static Optional<Interval> of(List<Double> replicates) {
    if (replicates.size() < 2 || !replicates.stream().allMatch(Double::isFinite)) {
      return Optional.empty();
    }
    double[] values = replicates.stream().mapToDouble(r -> r).toArray();
    double[] ends = QUANTILE.evaluate(values, LOW, HIGH);
    return Optional.of(new Interval(ends[0], ends[1]));
  }
}
