package dev.patchbay.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.Rounding;
import org.junit.jupiter.api.Test;

class InvariantTest {

  @Test
  void equal_withinTolerance_sentence() {
    assertThat(new Invariant(Rounding.FLOAT32).equal("a = b", 1, 1.00001))
        .startsWith("a = b: 1.0 and 1.00001, tolerance 5.0");
  }

  @Test
  void equal_float64_stricter() {
    assertThatThrownBy(() -> new Invariant(Rounding.FLOAT64).equal("a = b", 1, 1.00001))
        .isInstanceOfSatisfying(
            PatchbayException.class,
            e -> assertThat(e.kind()).isEqualTo(PatchbayException.Kind.CHECK))
        .hasMessageStartingWith("The check 'a = b' failed: 1.0 and 1.00001 differ by ");
  }

  @Test
  void equal_largeNumbers_relative() {
    assertThat(new Invariant(Rounding.FLOAT64).equal("a = b", 1e6, 1e6 + 5e-4)).isNotEmpty();
    assertThatThrownBy(() -> new Invariant(Rounding.FLOAT64).equal("a = b", 1e6, 1e6 + 2e-3))
        .isInstanceOf(PatchbayException.class);
  }

  @Test
  void equal_nan_fails() {
    assertThatThrownBy(() -> new Invariant(Rounding.FLOAT32).equal("a = b", Double.NaN, 1))
        .isInstanceOf(PatchbayException.class);
  }
}
