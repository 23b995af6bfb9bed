package dev.patchbay.study.agreement;

/**
 * Quantiles between two values lie on the line between them, as R's type 7 and NumPy have them.
 * Commons Statistics has the same rule and another last digit, which would change results.
 */
public final class Quantiles {

  private Quantiles() {}

  /**
   * The value below which this share is.
   *
   * @param sorted ascending, one at least
   * @param share from 0 to 1
   */
  public static double at(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = (int) Math.ceil(place);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
