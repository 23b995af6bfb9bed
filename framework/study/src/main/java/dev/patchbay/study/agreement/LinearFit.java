package dev.patchbay.study.agreement;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The line y = intercept + slope · x that leaves the smallest sum of squares.
 *
 * @param slope 0 where x never varies
 * @param intercept where the line meets x = 0
 * @param sumX2 Σ (x − mean x)²
 * @param sumY2 Σ (y − mean y)²
 * @param sumXY Σ (x − mean x) (y − mean y)
 */
public record LinearFit(double slope, double intercept, double sumX2, double sumY2, double sumXY) {

  /**
   * Fits.
   *
   * @throws IllegalArgumentException if the lists are not equally long, or empty
   */
  public static LinearFit of(double[] x, double[] y) {
    if (x.length != y.length || x.length == 0) {
      throw new IllegalArgumentException(
          "No line fits %s and %s numbers.".formatted(x.length, y.length));
    }
    double meanX = Arrays.stream(x).sum() / x.length;
    double meanY = Arrays.stream(y).sum() / y.length;
    double sumX2 = 0;
    double sumY2 = 0;
    double sumXY = 0;
    for (int i = 0; i < x.length; i++) {
      sumX2 += (x[i] - meanX) * (x[i] - meanX);
      sumY2 += (y[i] - meanY) * (y[i] - meanY);
      sumXY += (x[i] - meanX) * (y[i] - meanY);
    }
    double slope = sumX2 == 0 ? 0 : sumXY / sumX2;
    return new LinearFit(slope, meanY - slope * meanX, sumX2, sumY2, sumXY);
  }

  /** y beyond the line. */
  public double residual(double x, double y) {
    return y - intercept - slope * x;
  }

  /** R²: which share of what y varies the line explains; nothing where x or y never varies. */
  public OptionalDouble rSquared() {
    OptionalDouble r = correlation();
    return r.isEmpty() ? r : OptionalDouble.of(r.getAsDouble() * r.getAsDouble());
  }

  /** Pearson's r; nothing where x or y never varies. */
  public OptionalDouble correlation() {
    return sumX2 == 0 || sumY2 == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(sumXY / Math.sqrt(sumX2) / Math.sqrt(sumY2));
  }
}
