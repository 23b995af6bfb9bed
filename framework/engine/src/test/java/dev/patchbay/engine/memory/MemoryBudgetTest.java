package dev.patchbay.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.strategy.Demand;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

  private static final Set<Demand> GRADIENTS = Set.of(Demand.GRADIENTS);
  private static final Set<Demand> SEARCH = Set.of(Demand.SEARCH);

  private static final ModelSpec SPEC = MemoryEstimateTest.GPT2;

  private static MemoryEstimate estimate(DataType type) {
    return new MemoryEstimate(SPEC, false, 64, 16, 32, 2, type);
  }

  private static final MemoryEstimate ESTIMATE = estimate(DataType.FLOAT32);

  private static MemoryBudget budget(long bytes) {
    return new MemoryBudget(OptionalLong.of(bytes));
  }

  @Test
  void require_justEnough_takesTheWholeBatch() {
    assertThat(budget(ESTIMATE.peak(GRADIENTS)).require(ESTIMATE, true, GRADIENTS))
        .isEqualTo(ESTIMATE);
  }

  @Test
  void require_oneByteLess_takesTheLargestBatchThatFits() {
    MemoryBudget budget = budget(ESTIMATE.in(5).peak(GRADIENTS));

    assertThat(budget.require(ESTIMATE, false, GRADIENTS)).isEqualTo(ESTIMATE.in(5));
    assertThat(budget(ESTIMATE.in(5).peak(GRADIENTS) - 1).require(ESTIMATE, false, GRADIENTS))
        .isEqualTo(ESTIMATE.in(4));
  }

  /** A batch of one prompt less has as many logits less of each of four kinds. */
  @Test
  void require_searchThatDoesNotFit_takesSmallerBatches() {
    long all = ESTIMATE.peak(SEARCH);
    MemoryEstimate smaller = ESTIMATE.in(31);

    assertThat(all - smaller.peak(SEARCH)).isEqualTo(4 * 4 * 50257);
    assertThat(budget(all - 1).require(ESTIMATE, false, SEARCH)).isEqualTo(smaller);
    assertThatThrownBy(() -> budget(all - 1).require(ESTIMATE, true, SEARCH))
        .hasMessage(
            "The run takes about 2.79 GiB in batches of 32, and may take 2.79 GiB.\n"
                + "Give --batch-size 31 or less, or omit it; or give more --memory.");
  }

  @Test
  void require_noLimit_takesTheWholeBatch() {
    assertThat(new MemoryBudget(OptionalLong.empty()).require(ESTIMATE, false, GRADIENTS))
        .isEqualTo(ESTIMATE);
  }

  @Test
  void require_batchSizeThatWasMeant_isRefused() {
    MemoryBudget budget = budget(ESTIMATE.in(5).peak(GRADIENTS));

    assertThatThrownBy(() -> budget.require(ESTIMATE, true, GRADIENTS))
        .hasMessage(
            "The run takes about 2.29 GiB in batches of 32, and may take 1.03 GiB.\n"
                + "Give --batch-size 5 or less, or omit it; or give more --memory.");
  }

  @Test
  void require_notEvenOnePrompt_isRefusedWithWhatToDo() {
    MemoryEstimate both = estimate(DataType.FLOAT64);

    assertThatThrownBy(() -> budget(4L << 30).require(both, false, Set.of(Demand.SEARCH)))
        .hasMessage(
            "The run takes about 4.97 GiB even with one prompt a batch (1.22 GiB of it weights),"
                + " and may take 4.00 GiB.\n"
                + "Give more --memory, fewer or shorter prompts, another strategy, or --dtype"
                + " float32.");
  }

  @Test
  void require_weightsAlone_areRefused() {
    assertThatThrownBy(() -> budget(500L << 20).require(ESTIMATE, false, GRADIENTS))
        .hasMessage(
            "The model's weights take 622 MiB in float32, and the run may take 500 MiB.\n"
                + "Give more --memory.");
  }

  @Test
  void of_memoryGiven_isThat() {
    Batching given = new Batching(32, false, OptionalLong.of(7));

    assertThat(MemoryBudget.of(given, true).bytes()).hasValue(7);
    assertThat(MemoryBudget.of(given, false).bytes()).hasValue(7);
  }

  @Test
  void of_nothingGiven_isAShareOfTheMachineAndNoLimitForItsGpu() {
    assertThat(MemoryBudget.of(Batching.USUAL, true).bytes()).isEmpty();
    assertThat(MemoryBudget.of(Batching.USUAL, false).bytes())
        .isEqualTo(MachineMemory.now().share());
  }

  @Test
  void share_ofAMachine_isThreeQuarters() {
    assertThat(new MachineMemory(OptionalLong.of(24L << 30), OptionalLong.of(1), 1).share())
        .hasValue(18L << 30);
    assertThat(new MachineMemory(OptionalLong.empty(), OptionalLong.empty(), 1).share()).isEmpty();
  }
}
