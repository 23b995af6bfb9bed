package dev.patchbay.study.criteria;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The Hilbert-Schmidt independence criterion of two lists of numbers under Gaussian kernels, {@code
 * trace(K H L H) / (n − 1)²}, and the same with the second list in any other order.
 *
 * <p>Gretton et al. (2005), <i>Measuring Statistical Dependence with Hilbert-Schmidt Norms</i>.
 */
final class Hsic {

  private final double[][] centred;
  private final double[][] other;

  /**
   * @param x at least two numbers, not all the same
   * @param y as many, not all the same
   */
  Hsic(double[] x, double[] y) {
    this.centred = centred(kernel(x));
    this.other = kernel(y);
  }

  /** The criterion with y in this order. */
  double statistic(int[] order) {
    int n = order.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double[] row = other[order[i]];
      for (int j = 0; j < n; j++) {
        sum += centred[i][j] * row[order[j]];
      }
    }
    return sum / ((n - 1.0) * (n - 1.0));
  }

  private static double[][] kernel(double[] values) {
    int n = values.length;
    double sigma = medianDistance(values);
    double[][] kernel = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double distance = (values[i] - values[j]) / sigma;
        kernel[i][j] = Math.exp(-distance * distance / 2);
      }
    }
    return kernel;
  }

  /** H K H. Centring one of the two is enough: H is a projection, and a trace is cyclic. */
  private static double[][] centred(double[][] kernel) {
    int n = kernel.length;
    double[] means = Arrays.stream(kernel).mapToDouble(Hsic::mean).toArray();
    double all = mean(means);
    double[][] centred = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        centred[i][j] = kernel[i][j] - means[i] - means[j] + all;
      }
    }
    return centred;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  /**
   * The median of |x_i − x_j| over pairs; where that is 0, over the pairs that differ; 0 if all
   * values are the same.
   */
  static double medianDistance(double[] values) {
    double[] distances =
        IntStream.range(0, values.length)
            .boxed()
            .flatMapToDouble(
                i -> IntStream.range(0, i).mapToDouble(j -> Math.abs(values[i] - values[j])))
            .sorted()
            .toArray();
    double median = median(distances);
    return median > 0 ? median : median(Arrays.stream(distances).filter(d -> d > 0).toArray());
  }

  private static double median(double[] sorted) {
    int n = sorted.length;
    return n == 0 ? 0 : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
