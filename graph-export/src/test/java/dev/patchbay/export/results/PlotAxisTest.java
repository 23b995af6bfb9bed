package dev.patchbay.export.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlotAxisTest {

  /** Logarithms of doubles. */
  private static final double ROUNDING = 1e-12;

  @Test
  void share_ticks_areEachFifth() {
    assertThat(PlotAxis.share("a").ticks().stream().map(PlotDrawing::shown))
        .containsExactly("0", "0.2", "0.4", "0.6", "0.8", "1");
  }

  @Test
  void linear_values_endsAtTicksAroundThem() {
    PlotAxis axis = PlotAxis.linear("a", DoubleStream.of(-.13, 1.04));

    assertThat(axis.low()).isEqualTo(-.2, within(ROUNDING));
    assertThat(axis.high()).isEqualTo(1.2, within(ROUNDING));
  }

  @ParameterizedTest
  @CsvSource({"0,1", "-3,12", "0.001,0.0017", "1000,250000", "-1e-9,1e-9"})
  void linear_anyRange_holdsItAndHasFourToNineTicks(double low, double high) {
    PlotAxis axis = PlotAxis.linear("a", DoubleStream.of(low, high));

    assertThat(axis.low()).isLessThanOrEqualTo(low);
    assertThat(axis.high()).isGreaterThanOrEqualTo(high);
    assertThat(axis.ticks()).hasSizeBetween(4, 9);
    assertThat(axis.place(axis.ticks().get(0))).isEqualTo(0, within(1e-9));
  }

  @Test
  void linear_oneValue_hasRoomAroundIt() {
    PlotAxis axis = PlotAxis.linear("a", DoubleStream.of(2));

    assertThat(axis.place(2)).isEqualTo(.5, within(ROUNDING));
  }

  @Test
  void linear_noValues_isAShare() {
    assertThat(PlotAxis.linear("a", DoubleStream.empty())).isEqualTo(PlotAxis.share("a"));
  }

  @Test
  void logarithmic_equalFactors_areEqualLengths() {
    PlotAxis axis = PlotAxis.logarithmic("a", DoubleStream.of(.001, 1));

    List<Double> places =
        IntStream.range(0, 4).mapToObj(i -> axis.place(Math.pow(10, i - 3))).toList();
    double step = places.get(1) - places.get(0);
    assertThat(places.get(2) - places.get(1)).isEqualTo(step, within(ROUNDING));
    assertThat(places.get(3) - places.get(2)).isEqualTo(step, within(ROUNDING));
    assertThat(axis.ticks().stream().map(PlotDrawing::shown))
        .containsExactly("0.001", "0.01", "0.1", "1");
  }

  @Test
  void logarithmic_fewDecades_hasTicksBetween() {
    assertThat(
            PlotAxis.logarithmic("a", DoubleStream.of(4, 300)).ticks().stream()
                .map(PlotDrawing::shown))
        .containsExactly("5", "10", "20", "50", "100", "200");
  }

  @Test
  void logarithmic_zeroAndBelow_haveNoPlace() {
    PlotAxis axis = PlotAxis.logarithmic("a", DoubleStream.of(-1, 0, 1, 10));

    assertThat(axis.low()).isBetween(.5, 1.0);
    assertThat(axis.holds(0)).isFalse();
    assertThat(axis.holds(Double.NaN)).isFalse();
    assertThat(axis.holds(3)).isTrue();
  }

  @Test
  void axis_thatEndsWhereItBegins_isRefused() {
    assertThatThrownBy(() -> new PlotAxis("a", false, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PlotAxis("a", true, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
