package dev.patchbay.spi.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttentionTableTest {

  @Test
  void add_entriesOfTwoBatches_areTheMean() {
    var sums = new AttentionTable.Accumulator(1, 2, 1);
    sums.add(0, new double[] {1, 2}, 2);
    sums.add(0, new double[] {3, 2}, 2);

    assertThat(sums.take("t"))
        .isEqualTo(new AttentionTable("t", new double[][][][] {{{{2}}, {{2}}}}));
  }

  @ParameterizedTest
  @CsvSource({"7, 1", "9, 1", "8, 0"})
  void add_ofTooFewOrTooManyEntriesOrNoPrompts_isRefused(int count, long prompts) {
    assertThatThrownBy(
            () -> new AttentionTable.Accumulator(1, 2, 2).add(0, new double[count], prompts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Got %s entries over %s prompts for 2 heads of 2 by 2 tokens.\n"
                    .formatted(count, prompts)
                + "Add one for each, over at least one prompt.");
  }
}
