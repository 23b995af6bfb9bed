package dev.patchbay.core.agreement;

import java.util.Arrays;
import java.util.Collection;

/**
 * How numbers lie. Quantiles between two values are on the line between them, as R's type 7 and
 * NumPy have them.
 *
 * @param count how many
 * @param mean their mean
 * @param least the smallest
 * @param lowerQuartile a quarter is not above it
 * @param median half is not above it
 * @param upperQuartile three quarters are not above it
 * @param largest the largest
 */
public record Spread(
    int count,
    double mean,
    double least,
    double lowerQuartile,
    double median,
    double upperQuartile,
    double largest) {

  /**
   * The spread of these.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Spread of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("No numbers have no spread.");
    }
    return new Spread(
        sorted.length,
        Arrays.stream(sorted).sum() / sorted.length,
        sorted[0],
        quantile(sorted, .25),
        quantile(sorted, .5),
        quantile(sorted, .75),
        sorted[sorted.length - 1]);
  }

  /**
   * The value below which this share lies.
   *
   * @param sorted ascending, one at least
   * @param share from 0 to 1
   */
  public static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = (int) Math.ceil(place);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
