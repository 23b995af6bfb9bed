package dev.patchbay.study.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IndependenceTest {

  private static final double ROUNDING = 1e-12;

  private final Random random = new Random(4);

  @Test
  void statistic_anyNumbers_isTheTraceOfItsDefinition() {
    double[] x = gaussians(9);
    double[] y = gaussians(9);

    assertThat(Independence.of(x, y, 1, 0).statistic()).isCloseTo(naive(x, y), within(ROUNDING));
  }

  @Test
  void of_moreThanRoundingsOfOnePlace_doesNotMatter() {
    double[] x = gaussians(12);
    double[] y = gaussians(12);
    double[] otherUnits = IntStream.range(0, 12).mapToDouble(i -> 7 - 40 * y[i]).toArray();

    Independence plain = Independence.of(x, y, 99, 0);
    Independence scaled = Independence.of(x, otherUnits, 99, 0);

    assertThat(scaled.statistic()).isCloseTo(plain.statistic(), within(ROUNDING));
    assertThat(scaled.pValue()).isEqualTo(plain.pValue());
  }

  @Test
  void pValue_allPermutationsOfFive_isTheirShare() {
    double[] x = {0, 1, 3, 4, 9};
    double[] y = {1, 0, 2, 5, 4};
    double observed = naive(x, y);
    List<double[]> all = permutations(y);
    double share =
        all.stream().filter(order -> naive(x, order) >= observed - ROUNDING).count()
            / (double) all.size();

    // Five standard deviations of a share of 4,000 draws.
    double tolerance = 5 * Math.sqrt(share * (1 - share) / 4000);
    assertThat(Independence.of(x, y, 4000, 1).pValue()).isCloseTo(share, within(tolerance));
  }

  @Test
  void pValue_oneTheSquareOfTheOther_isSmall() {
    double[] x = gaussians(60);
    double[] squares = IntStream.range(0, 60).mapToDouble(i -> x[i] * x[i]).toArray();

    assertThat(Independence.of(squares, x, 199, 0).pValue()).isEqualTo(1 / 200.0);
  }

  @Test
  void pValue_independentNumbers_isUniform() {
    double[] ps =
        IntStream.range(0, 200)
            .mapToDouble(i -> Independence.of(gaussians(20), gaussians(20), 39, i).pValue())
            .sorted()
            .toArray();

    // Kolmogorov and Smirnov's distance of 200 draws from the uniform exceeds .14 once in 1,000.
    for (int i = 0; i < ps.length; i++) {
      assertThat((i + 1.0) / ps.length - ps[i]).isLessThan(.14);
    }
    assertThat(ps[99]).isCloseTo(.5, within(.14));
  }

  @Test
  void pValue_oneThatNeverVaries_isOne() {
    assertThat(Independence.of(new double[] {3, 3, 3}, new double[] {1, 2, 3}, 10, 0))
        .isEqualTo(new Independence(0, 1));
    assertThat(Independence.of(new double[] {1}, new double[] {1}, 10, 0))
        .isEqualTo(new Independence(0, 1));
  }

  @Test
  void of_manyPrompts_looksAtTheFirst() {
    double[] x = gaussians(Independence.MOST_PROMPTS + 5);

    double[] first = Arrays.copyOf(x, Independence.MOST_PROMPTS);
    assertThat(Independence.of(x, x, 1, 0)).isEqualTo(Independence.of(first, first, 1, 0));
  }

  @Test
  void medianDistance_mostlyEqual_isOfThoseThatDiffer() {
    assertThat(Hsic.medianDistance(new double[] {1, 4, 6})).isEqualTo(3);
    assertThat(Hsic.medianDistance(new double[] {1, 1, 1, 1, 1, 3})).isEqualTo(2);
    assertThat(Hsic.medianDistance(new double[] {1, 1})).isZero();
  }

  private double[] gaussians(int count) {
    return random.doubles(count).map(u -> Math.log(u / (1 - u))).toArray();
  }

  private static List<double[]> permutations(double[] values) {
    List<double[]> all = new ArrayList<>();
    permute(values.clone(), 0, all);
    return all;
  }

  private static void permute(double[] values, int from, List<double[]> all) {
    if (from == values.length) {
      all.add(values.clone());
      return;
    }
    for (int i = from; i < values.length; i++) {
      swap(values, from, i);
      permute(values, from + 1, all);
      swap(values, from, i);
    }
  }

  private static void swap(double[] values, int i, int j) {
    double held = values[i];
    values[i] = values[j];
    values[j] = held;
  }

  /** trace(K H L H) / (n − 1)², matrix by matrix. */
  private static double naive(double[] x, double[] y) {
    int n = x.length;
    double[][] h = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        h[i][j] = (i == j ? 1 : 0) - 1.0 / n;
      }
    }
    double[][] product = times(times(kernel(x), h), times(kernel(y), h));
    double trace = 0;
    for (int i = 0; i < n; i++) {
      trace += product[i][i];
    }
    return trace / ((n - 1) * (n - 1));
  }

  private static double[][] kernel(double[] values) {
    int n = values.length;
    List<Double> distances = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        distances.add(Math.abs(values[i] - values[j]));
      }
    }
    distances.sort(null);
    int m = distances.size();
    double sigma = (distances.get((m - 1) / 2) + distances.get(m / 2)) / 2;
    double[][] kernel = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        kernel[i][j] = Math.exp(-Math.pow(values[i] - values[j], 2) / (2 * sigma * sigma));
      }
    }
    return kernel;
  }

  private static double[][] times(double[][] a, double[][] b) {
    int n = a.length;
    double[][] product = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }
}
