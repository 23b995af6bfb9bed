package dev.patchbay.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  /** Sums of a few hundred numbers in another order. */
  private static final double ROUNDING = 1e-12;

  @Test
  void draws_sameSeed_areThePromptsOfBothFigures() {
    List<int[]> one = new Bootstrap(7, 50, 3).draws();
    List<int[]> other = new Bootstrap(7, 50, 3).draws();

    assertThat(one).hasSize(50).allSatisfy(draw -> assertThat(draw).hasSize(7));
    IntStream.range(0, 50).forEach(r -> assertThat(one.get(r)).isEqualTo(other.get(r)));
    assertThat(one.stream().flatMapToInt(Arrays::stream).distinct().sorted().toArray())
        .isEqualTo(IntStream.range(0, 7).toArray());
    assertThat(one.get(0)).isNotEqualTo(one.get(1));
  }

  @Test
  void mean_promptDrawnTwice_countsTwice() {
    assertThat(Bootstrap.mean(new double[] {1, 10, 100}, new int[] {0, 2, 2}))
        .isCloseTo(67, within(ROUNDING));
  }

  @Test
  void interval_ofTheNumbersFrom0To100_leavesOutTwoAndAHalfAtEachEnd() {
    List<Double> shuffled =
        IntStream.rangeClosed(0, 100).mapToObj(i -> (double) (i * 37 % 101)).toList();

    assertThat(Interval.of(shuffled)).contains(new Interval(2.5, 97.5));
  }

  @Test
  void interval_undefinedReplicateOrTooFew_isNone() {
    assertThat(Interval.of(List.of(1., Double.NaN, 2.))).isEmpty();
    assertThat(Interval.of(List.of(1., Double.POSITIVE_INFINITY))).isEmpty();
    assertThat(Interval.of(List.of(1.))).isEmpty();
    assertThat(Interval.of(List.of())).isEmpty();
  }

  @Test
  void replicates_ofTheMean_spreadAsItsStandardError() {
    double[] values = IntStream.range(0, 100).mapToDouble(i -> i % 2).toArray();

    List<Double> replicates =
        new Bootstrap(100, 4000, 0).replicates(prompts -> Bootstrap.mean(values, prompts));
    double mean = replicates.stream().mapToDouble(r -> r).average().orElseThrow();
    double variance =
        replicates.stream().flatMapToDouble(r -> DoubleStream.of((r - mean) * (r - mean))).sum()
            / replicates.size();

    double fourStandardErrors = 4 * .05 / Math.sqrt(4000);
    assertThat(mean).isCloseTo(.5, within(fourStandardErrors));
    double aTenth = .005; // of the standard error; its own is a hundredth with 4,000 replicates
    assertThat(Math.sqrt(variance)).isCloseTo(.05, within(aTenth));
  }

  @Test
  void minus_samePrompts_isPaired() {
    Figure one = new Figure(3, List.of(1., 2., 3.));
    Figure other = new Figure(1, List.of(0., 1., 2.));

    assertThat(one.minus(other)).isEqualTo(new Figure(2, List.of(1., 1., 1.)));
  }

  @Test
  void minus_otherNumberOfPrompts_hasNoInterval() {
    Figure one = new Figure(3, List.of(1., 2., 3.));

    assertThat(one.minus(new Figure(1, List.of(0., 1.))).interval()).isEmpty();
    assertThat(one.minus(Figure.of(1)).interval()).isEmpty();
  }
}
