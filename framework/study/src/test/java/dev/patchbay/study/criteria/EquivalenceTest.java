package dev.patchbay.study.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EquivalenceTest {

  /** A library's sum beside a plain one. */
  private static final double ROUNDING = 1e-12;

  @Test
  void pValue_eightOfTenWithoutSlack_isTheSignTests() {
    // 2 · (45 + 10 + 1) / 1024.
    assertThat(new Equivalence(8, 2, 0, 0).pValue()).isCloseTo(.109375, within(ROUNDING));
  }

  @ParameterizedTest
  @CsvSource({"8,2,.1", "2,8,.1", "50,50,.1", "0,30,.1", "61,40,.05", "1,0,.2", "500,420,.1"})
  void pValue_anyCount_isTheSumOfItsDefinition(int above, int below, double epsilon) {
    int n = above + below;
    double observed = Math.abs((double) above / n - .5);
    double p = 0;
    for (int k = 0; k <= n; k++) {
      // As the counts are whole, shares that should be equal are within rounding of each other.
      if (Math.abs((double) k / n - .5) >= observed - ROUNDING) {
        p +=
            Math.exp(
                logChoose(n, k) + k * Math.log(.5 + epsilon) + (n - k) * Math.log(.5 - epsilon));
      }
    }

    assertThat(new Equivalence(above, below, 0, epsilon).pValue()).isCloseTo(p, within(1e-10));
  }

  @Test
  void of_metrics_countsBySign() {
    Equivalence equivalence =
        Equivalence.of(new double[] {1, 5, -2, 3, 7}, new double[] {2, 4, -3, 3, 7.4}, .1, .5);

    assertThat(equivalence).isEqualTo(new Equivalence(2, 1, 2, .1));
  }

  @Test
  void of_scaledMetrics_isTheSame() {
    double[] circuit = {1, 5, -2, 3};
    double[] model = {2, 4, -3, 1};
    double[] tenfoldCircuit = {10, 50, -20, 30};
    double[] tenfoldModel = {20, 40, -30, 10};

    assertThat(Equivalence.of(tenfoldCircuit, tenfoldModel, .1, 0))
        .isEqualTo(Equivalence.of(circuit, model, .1, 0));
  }

  @Test
  void pValue_modelBesideItself_isOne() {
    double[] model = {2, 4, -3, 1};
    Equivalence equivalence = Equivalence.of(model, model, .1, 0);

    assertThat(equivalence.equal()).isEqualTo(4);
    assertThat(equivalence.pValue()).isEqualTo(1);
  }

  @Test
  void of_listsOfUnequalLength_areRefused() {
    assertThatThrownBy(() -> Equivalence.of(new double[2], new double[3], .1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Equivalence(1, 1, 0, .5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double logChoose(int n, int k) {
    double sum = 0;
    for (int i = 0; i < k; i++) {
      sum += Math.log(n - i) - Math.log(i + 1);
    }
    return sum;
  }
}
