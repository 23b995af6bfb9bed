package dev.patchbay.engine.search;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.metric.MetricTraits;
import dev.patchbay.spi.metric.MetricTraits.Direction;
import dev.patchbay.spi.metric.MetricTraits.Reads;
import dev.patchbay.spi.plugin.PatchbayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One loss below the tolerance of its type and one above; the scale is the larger loss or 1. */
class DriftCheckTest {

  private static DriftCheck check(DataType dataType, boolean piecewiseConstant) {
    MetricTraits traits =
        new MetricTraits(
            Direction.HIGHER, Reads.ANSWERS, true, false, false, true, piecewiseConstant);
    return new DriftCheck(dataType, Metric.of(traits, readout -> readout.answers()));
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 0, 9e-4",
    "FLOAT32, -0.0009, 0",
    "FLOAT32, 100, 100.09",
    "FLOAT32, -100.09, -100",
    "FLOAT64, 0, 9e-10",
    "FLOAT64, -1000, -1000.0000009",
    "FLOAT64, NaN, NaN",
    "FLOAT64, Infinity, Infinity",
  })
  void check_losses_areCloseEnough(DataType dataType, double held, double fresh) {
    assertThatCode(() -> check(dataType, false).check(256, held, fresh)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 0, 1.1e-3",
    "FLOAT32, 1.1e-3, 0",
    "FLOAT32, 100, 100.11",
    "FLOAT32, -0.001, 0.001",
    "FLOAT64, 0, 1.1e-9",
    "FLOAT64, -1000, -1000.0000011",
    "FLOAT64, NaN, 1",
    "FLOAT64, 1, NaN",
    "FLOAT64, Infinity, 1",
    "FLOAT64, 1, -Infinity",
    "FLOAT64, Infinity, -Infinity",
    "FLOAT64, Infinity, NaN",
  })
  void check_losses_areTooFarApart(DataType dataType, double held, double fresh) {
    assertThatThrownBy(() -> check(dataType, false).check(256, held, fresh))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("holds a loss of " + held);
  }

  @Test
  void check_lossesAreTooFarApart_tellsBothAndWhatToDo() {
    assertThatThrownBy(() -> check(DataType.FLOAT64, false).check(256, 2, 2.5))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            """
            After 256 removals the search holds a loss of 2.0, and a fresh run of the same circuit \
            gives 2.5: they differ by more than 2.5E-9.
            Its decisions are not to be trusted; with --dtype float64 a rounding error would shrink \
            and a fault stay: please report it.""");
  }

  @Test
  void check_predictionsAreCounted_roundingMayTurnOne() {
    assertThatCode(() -> check(DataType.FLOAT64, true).check(256, -.5, -.75))
        .doesNotThrowAnyException();
  }
}
