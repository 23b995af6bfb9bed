package dev.patchbay.study.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RocCurveTest {

  /** Sums of a few fractions. */
  private static final double ROUNDING = 1e-12;

  @ParameterizedTest(name = "through {0}")
  @CsvSource({"'', 0", "'.5', .25", "'.25', .1875", "'.25 .5', .3125"})
  void pessimistic_pointsOnTheDiagonal_givesTheRepositorysCheckValues(String at, double area) {
    List<RocPoint> points =
        Arrays.stream(at.split(" "))
            .filter(word -> !word.isEmpty())
            .map(Double::valueOf)
            .map(rate -> new RocPoint(rate, rate))
            .toList();

    assertThat(new RocCurve(points).pessimistic()).isCloseTo(area, within(ROUNDING));
  }

  @Test
  void trapezoid_pointsOnTheDiagonal_isChance() {
    RocCurve curve = new RocCurve(List.of(new RocPoint(.25, .25), new RocPoint(.5, .5)));

    assertThat(curve.trapezoid()).isCloseTo(.5, within(ROUNDING));
  }

  @Test
  void areas_perfectPoint_areOne() {
    RocCurve curve = new RocCurve(List.of(new RocPoint(0, 1)));

    assertThat(curve.trapezoid()).isEqualTo(1);
    assertThat(curve.pessimistic()).isEqualTo(1);
  }

  @Test
  void points_oneStrictlyWorseInBothRates_isRemoved() {
    RocPoint better = new RocPoint(.1, .8);
    RocPoint worse = new RocPoint(.2, .7);

    assertThat(new RocCurve(List.of(worse, better)).points())
        .containsExactly(new RocPoint(0, 0), better, new RocPoint(1, 1));
  }

  @Test
  void points_equalInOneRate_bothStay() {
    List<RocPoint> points =
        List.of(new RocPoint(.1, .8), new RocPoint(.2, .8), new RocPoint(.2, .9));

    assertThat(new RocCurve(points).points()).hasSize(5).containsAll(points);
  }

  @Test
  void points_anyList_areThoseThatNoOtherDominates() {
    Random random = new Random(3);
    for (int round = 0; round < 50; round++) {
      List<RocPoint> points =
          IntStream.range(0, 12)
              .mapToObj(i -> new RocPoint(random.nextInt(6) / 5.0, random.nextInt(6) / 5.0))
              .toList();
      List<RocPoint> naive =
          points.stream()
              .filter(
                  point ->
                      points.stream()
                          .noneMatch(
                              other ->
                                  other.falsePositiveRate() < point.falsePositiveRate()
                                      && other.truePositiveRate() > point.truePositiveRate()))
              .filter(point -> !(point.falsePositiveRate() > 0 && point.truePositiveRate() < 0))
              .distinct()
              .toList();

      assertThat(new RocCurve(points).points())
          .containsAll(naive)
          .allMatch(
              point ->
                  naive.contains(point)
                      || point.equals(new RocPoint(0, 0))
                      || point.equals(new RocPoint(1, 1)));
    }
  }

  @Test
  void ofKept_setsThatAreNotNested_givesAPointForEach() {
    RocCurve curve =
        RocCurve.ofKept(
            List.of(BitSet.valueOf(new long[] {0b0001}), BitSet.valueOf(new long[] {0b0110})),
            BitSet.valueOf(new long[] {0b0011}),
            4);

    assertThat(curve.points())
        .containsExactly(
            new RocPoint(0, 0), new RocPoint(0, .5), new RocPoint(.5, .5), new RocPoint(1, 1));
  }

  @Test
  void ofKept_truthOfEverything_isRefused() {
    BitSet all = BitSet.valueOf(new long[] {0b11});

    assertThatThrownBy(() -> RocCurve.ofKept(List.of(all), all, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("2 of 2 items are true.");
  }
}
