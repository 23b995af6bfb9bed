package dev.patchbay.spi.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundingTest {

  @Test
  void difference_sameRunTwiceInFloat32_isNone() {
    // A prompt and itself, read from two batches of one run.
    assertThat(Rounding.FLOAT32.difference(-1.888538122177124, -1.8885319232940674)).isZero();
  }

  @Test
  void difference_sameNumbersInFloat64_isOne() {
    double full = -1.888538122177124;

    assertThat(Rounding.FLOAT64.difference(full, -1.8885319232940674)).isNegative();
    assertThat(Rounding.FLOAT64.difference(full, full + 1e-12)).isZero();
  }

  @Test
  void difference_largeMetrics_roundByTheirSize() {
    assertThat(Rounding.FLOAT32.difference(4000, 4000.1)).isZero();
    assertThat(Rounding.FLOAT32.difference(0, .1)).isEqualTo(-.1);
  }

  @Test
  void of_nameInAReport_isItsType() {
    assertThat(Rounding.of("float64")).isEqualTo(Rounding.FLOAT64);
    assertThat(Rounding.of("float32")).isEqualTo(Rounding.FLOAT32);
  }
}
