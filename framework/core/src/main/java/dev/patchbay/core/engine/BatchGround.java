package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.patchbay.core.engine.Meeting.Seat;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What every circuit run of a batch stands on: the clean prompts' token embeddings, the ablated
 * run, and the readout.
 *
 * @param embeddings what the embeddings write in the full circuit
 * @param ablated the batch with every edge ablated
 * @param readout of the whole batch; the experiment's
 * @param first the first position where runs differ, or where an answer is read before that
 */
record BatchGround(List<NDArray> embeddings, AblatedRun ablated, BatchReadout readout, int first) {

  /** Runs what the ablation and the metric ask for: no clean pass unless one of them does. */
  static BatchGround of(EngineBatchScope scope, BatchReadout readout) {
    AblatedRun ablated = AblatedRun.of(scope.model(), scope.ablated());
    return new BatchGround(scope.embeddings(), ablated, readout, first(scope, readout));
  }

  /**
   * The same with the runs' roles swapped: the full circuit is the ablated run, and what stands in
   * for an absent edge is what its sender writes on the clean run.
   */
  static BatchGround mirrored(EngineBatchScope scope, BatchReadout readout) {
    BatchActivations ablated = scope.ablated();
    AblatedRun mirrored = AblatedRun.of(scope.model(), ablated).mirrored(scope.clean());
    return new BatchGround(ablated.embeddings(), mirrored, readout, first(scope, readout));
  }

  private static int first(EngineBatchScope scope, BatchReadout readout) {
    return Math.min(scope.commonPrefix(), readout.firstPosition());
  }

  /** The prompts in {@code count} slices of about equal size, which are the caller's own. */
  List<PromptSlice> slices(int count, FoldedWeights weights) {
    List<PromptSlice> slices = new ArrayList<>();
    int prompts = readout.batchSize();
    BitSet idle = idle();
    boolean bare = isBare();
    Meeting meeting = new Meeting(count);
    for (int slice = 0; slice < count; slice++) {
      // The larger ones first: the others begin later.
      int from = (slice * prompts + count - 1) / count;
      int to = ((slice + 1) * prompts + count - 1) / count;
      Seat seat = new Seat(meeting, slice);
      slices.add(
          new PromptSlice(
              ablated.map(tensor -> own(tensor, from, to)),
              embeddings.stream().map(tensor -> own(tensor, from, to)).toList(),
              readout.of(from, to, seat),
              weights,
              first,
              idle,
              bare,
              seat));
    }
    return slices;
  }

  private BitSet idle() {
    BitSet idle = new BitSet();
    for (int sender = 0; sender < embeddings.size(); sender++) {
      try (Scratch scratch = new Scratch()) {
        NDArray difference = embeddings.get(sender).sub(ablated.values().sender(sender));
        idle.set(sender, Numbers.sum(difference.abs().max()) == 0);
      }
    }
    return idle;
  }

  /** Whether somewhere a receiver reads nothing at all where it has no edges. */
  private boolean isBare() {
    return ablated.streams().stream().anyMatch(BatchGround::isBare);
  }

  private static boolean isBare(NDArray stream) {
    try (Scratch scratch = new Scratch()) {
      return stream.abs().max(new int[] {-1}).min().eq(0).getBoolean();
    }
  }

  /** A copy of some prompts' rows; of all, where there is one row for all. */
  private static NDArray own(NDArray tensor, int from, int to) {
    boolean shared = tensor.getShape().get(0) == 1;
    NDArray rows = shared ? tensor : tensor.get(new NDIndex().addSliceDim(from, to));
    return Scratch.release(rows.duplicate());
  }
}
