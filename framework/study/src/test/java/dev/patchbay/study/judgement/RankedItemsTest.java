package dev.patchbay.study.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankedItemsTest {

  /** Sums of a few hundred fractions. */
  private static final double ROUNDING = 1e-12;

  @Test
  void roc_anyRanks_isTheShareOfPairsInTheRightOrder() {
    Random random = new Random(5);
    double[] ranks = random.doubles(200).map(rank -> Math.floor(rank * 40)).toArray();
    BitSet truth = new BitSet();
    random.ints(30, 0, 200).forEach(truth::set);

    double right = 0;
    int pairs = 0;
    for (int yes = 0; yes < ranks.length; yes++) {
      for (int no = 0; no < ranks.length; no++) {
        if (truth.get(yes) && !truth.get(no)) {
          pairs++;
          right += ranks[yes] > ranks[no] ? 1 : ranks[yes] == ranks[no] ? .5 : 0;
        }
      }
    }

    assertThat(new RankedItems(ranks, truth).roc().trapezoid())
        .isCloseTo(right / pairs, within(ROUNDING));
  }

  @Test
  void roc_allTied_isOneStep() {
    RankedItems items = new RankedItems(new double[] {7, 7, 7, 7}, first(2));

    assertThat(items.roc().points()).containsExactly(new RocPoint(0, 0), new RocPoint(1, 1));
  }

  @Test
  void hits_ties_goToTheLowerNumber() {
    RankedItems items = new RankedItems(new double[] {1, 2, 2, 3}, first(2));

    assertThat(items.hits(1)).isZero();
    assertThat(items.hits(2)).isEqualTo(1);
    assertThat(items.precisionAt(2)).isEqualTo(.5);
    assertThat(items.recallAt(4)).isEqualTo(1);
  }

  @Test
  void averagePrecision_threeTrueAmongFive_isTheMeanOfThePrecisions() {
    RankedItems items =
        new RankedItems(new double[] {5, 4, 3, 2, 1}, BitSet.valueOf(new long[] {0b10101}));

    assertThat(items.averagePrecision()).isCloseTo((1 + 2.0 / 3 + 3.0 / 5) / 3, within(ROUNDING));
  }

  @Test
  void averagePrecision_allTied_isTheShareOfTheTrue() {
    assertThat(new RankedItems(new double[] {1, 1, 1, 1}, first(1)).averagePrecision())
        .isEqualTo(.25);
  }

  @Test
  void constructor_nan_isRefused() {
    assertThatThrownBy(() -> new RankedItems(new double[] {1, Double.NaN}, first(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static BitSet first(int count) {
    BitSet bits = new BitSet();
    bits.set(0, count);
    return bits;
  }
}
