package dev.patchbay.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.tensor.TensorEngine;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** A sender's part is a power of two, so that what is left says exactly which parts are gone. */
class CutsTest {

  private static final int SENDERS = 6;
  private static final double WHOLE = 1 << SENDERS;

  private final List<Integer> subtracted = new ArrayList<>();
  private NDManager manager;
  private NDArray tensor;

  @BeforeEach
  void open() {
    TensorEngine.start(0);
    manager = NDManager.newBaseManager();
    tensor = manager.create(new double[] {WHOLE, 2 * WHOLE});
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray from(Cuts cuts) {
    return cuts.from(
        tensor,
        sender -> {
          subtracted.add(sender);
          return tensor.onesLike().mul(1 << sender);
        });
  }

  @RepeatedTest(20)
  void from_drawnCandidates_leavesEachWithoutWhatItCuts(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int candidates = 1 + random.nextInt(5);
    Cuts cuts = new Cuts(candidates);
    BitSet all = new BitSet();
    double[] expected = new double[2 * candidates];
    for (int candidate = 0; candidate < candidates; candidate++) {
      // One bit for each sender; the last candidate cuts something.
      int cut = random.nextInt(1 << SENDERS) | (candidate == candidates - 1 ? 1 : 0);
      for (int sender : BitSet.valueOf(new long[] {cut}).stream().toArray()) {
        cuts.add(candidate, sender);
        all.set(sender);
      }
      expected[2 * candidate] = WHOLE - cut;
      expected[2 * candidate + 1] = 2 * WHOLE - cut;
    }

    NDArray left = from(cuts);

    assertThat(left.toDoubleArray()).containsExactly(expected);
    assertThat(left.getShape())
        .isEqualTo(candidates == 1 ? new Shape(2) : new Shape(candidates, 2));
    assertThat(cuts.all()).isEqualTo(all);
    assertThat(tensor.toDoubleArray()).containsExactly(WHOLE, 2 * WHOLE);
  }

  @Test
  void from_eachCutsWhatTheOneBeforeDoesAndMore_subtractsEachPartOnce() {
    Cuts cuts = new Cuts(3);
    for (int candidate = 0; candidate < 3; candidate++) {
      for (int sender = 0; sender <= 2 * candidate; sender++) {
        cuts.add(candidate, sender);
      }
    }

    assertThat(from(cuts).toDoubleArray()).containsExactly(63, 127, 57, 121, 33, 97);

    assertThat(subtracted).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void from_nothingCut_isTheTensorItself() {
    assertThat(from(new Cuts(3))).isSameAs(tensor);
  }
}
