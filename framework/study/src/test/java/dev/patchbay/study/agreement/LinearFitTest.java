package dev.patchbay.study.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LinearFitTest {

  private static final double ROUNDING = 1e-12;

  /** The published values have two or three digits. */
  private static final double PUBLISHED = 5e-3;

  @Test
  void of_fourPoints_isTheLineByHand() {
    LinearFit fit = LinearFit.of(new double[] {1, 2, 3, 4}, new double[] {2, 4, 5, 4});

    assertThat(fit.slope()).isCloseTo(.7, within(ROUNDING));
    assertThat(fit.intercept()).isCloseTo(2, within(ROUNDING));
    assertThat(fit.rSquared()).hasValueCloseTo(3.5 * 3.5 / (5 * 4.75), within(ROUNDING));
    assertThat(fit.residual(3, 5)).isCloseTo(.9, within(ROUNDING));
  }

  @Test
  void of_anscombesThird_isAsPublished() {
    LinearFit fit =
        LinearFit.of(
            new double[] {10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5},
            new double[] {7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73});

    assertThat(fit.slope()).isCloseTo(.5, within(PUBLISHED));
    assertThat(fit.intercept()).isCloseTo(3, within(PUBLISHED));
    assertThat(fit.rSquared()).hasValueCloseTo(.67, within(PUBLISHED));
  }

  @Test
  void of_fallingLine_hasANegativeCorrelation() {
    LinearFit fit = LinearFit.of(new double[] {0, 1, 2}, new double[] {1, -1, -3});

    assertThat(fit.correlation()).hasValueCloseTo(-1.0, within(ROUNDING));
    assertThat(fit.rSquared()).hasValueCloseTo(1.0, within(ROUNDING));
  }

  @Test
  void of_whatNeverVaries_hasNoCorrelation() {
    assertThat(LinearFit.of(new double[] {1, 1}, new double[] {2, 4}).rSquared()).isEmpty();
    assertThat(LinearFit.of(new double[] {1, 2}, new double[] {3, 3}).rSquared()).isEmpty();
    assertThat(LinearFit.of(new double[] {1, 1}, new double[] {2, 4}).intercept()).isEqualTo(3);
  }

  @Test
  void of_noPairs_isRefused() {
    assertThatThrownBy(() -> LinearFit.of(new double[0], new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LinearFit.of(new double[1], new double[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
