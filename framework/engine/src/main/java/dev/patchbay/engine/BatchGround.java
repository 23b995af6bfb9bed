package dev.patchbay.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.patchbay.engine.Meeting.Seat;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What every circuit run of a batch stands on: the clean prompts' token embeddings, the ablated
 * run, and the readout.
 *
 * @param embeddings what the embeddings write in the full circuit
 * @param ablated the batch with every edge ablated; where bare, its streams are those of the biases
 *     alone
 * @param starting of a mirrored search on bare streams, the run that it begins with: where its
 *     senders write something else than they compute; else empty
 * @param bare whether receivers may read next to nothing: see {@link StreamSums}
 * @param readout of the whole batch; the experiment's
 * @param first the first position where runs differ, or where an answer is read before that
 */
record BatchGround(
    List<NDArray> embeddings,
    AblatedRun ablated,
    Optional<AblatedRun> starting,
    boolean bare,
    BatchReadout readout,
    int first) {

  /**
   * When most of a sum is taken away again, this share of its size must be left: single precision
   * rounds at 6e-8 of what was there, which is then 1e-6 of what is left and no more than what runs
   * of tiny models differ by anyway. What biases and means leave is seldom so small beside
   * embeddings; nothing at all is.
   */
  private static final double LEAST_LEFT = .05;

  /**
   * The same of a mirrored search, which goes the whole way from one run to the other and asks
   * about single edges: there is little to be saved by subtraction.
   */
  private static final double LEAST_LEFT_MIRRORED = .25;

  private static final int[] LAST = {-1};

  /** Runs what the ablation and the metric ask for: no clean pass unless one of them does. */
  static BatchGround of(EngineBatchScope scope, BatchReadout readout) {
    AblatedRun ablated = AblatedRun.of(scope.model(), scope.ablated());
    List<NDArray> embeddings = scope.embeddings();
    NDArray first = scope.model().firstStream(embeddings);
    // Further streams of the full circuit would take its pass; they are seldom smaller.
    boolean bare =
        isLittle(first, ablated.streams().get(0), LEAST_LEFT, scope.model())
            || ablated.streams().stream()
                .anyMatch(s -> isLittle(s, first, LEAST_LEFT, scope.model()));
    return bare
        ? new BatchGround(embeddings, ablated.onBiases(), Optional.empty(), true, readout, 0)
        : new BatchGround(
            embeddings, ablated, Optional.empty(), false, readout, first(scope, readout));
  }

  /**
   * The same with the runs' roles swapped: the full circuit is the ablated run, and what stands in
   * for an absent edge is what its sender writes on the clean run.
   */
  static BatchGround mirrored(EngineBatchScope scope, BatchReadout readout) {
    BatchActivations values = scope.ablated();
    AblatedRun starting = AblatedRun.of(scope.model(), values);
    AblatedRun clean = AblatedRun.of(scope.model(), scope.clean());
    boolean bare =
        IntStream.range(0, clean.streams().size())
            .anyMatch(
                i -> {
                  NDArray one = clean.streams().get(i);
                  NDArray other = starting.streams().get(i);
                  return isLittle(one, other, LEAST_LEFT_MIRRORED, scope.model())
                      || isLittle(other, one, LEAST_LEFT_MIRRORED, scope.model());
                });
    if (!bare) {
      AblatedRun mirrored = starting.mirrored(scope.clean());
      int first = first(scope, readout);
      return new BatchGround(
          values.embeddings(), mirrored, Optional.empty(), false, readout, first);
    }
    Optional<AblatedRun> steps =
        starting.writesWhatItComputes() ? Optional.empty() : Optional.of(starting);
    return new BatchGround(values.embeddings(), clean.onBiases(), steps, true, readout, 0);
  }

  private static int first(EngineBatchScope scope, BatchReadout readout) {
    return Math.min(scope.commonPrefix(), readout.firstPosition());
  }

  /** The prompts in {@code count} slices of about equal size, which are the caller's own. */
  List<PromptSlice> slices(int count, FoldedWeights weights) {
    List<PromptSlice> slices = new ArrayList<>();
    int prompts = readout.batchSize();
    BitSet idle = idle();
    Optional<BitSet> silent = bare ? Optional.of(ablated.silent()) : Optional.empty();
    Meeting meeting = new Meeting(count);
    for (int slice = 0; slice < count; slice++) {
      // The larger ones first: the others begin later.
      int from = (slice * prompts + count - 1) / count;
      int to = ((slice + 1) * prompts + count - 1) / count;
      Seat seat = new Seat(meeting, slice);
      slices.add(
          new PromptSlice(
              ablated.map(tensor -> own(tensor, from, to)),
              starting.map(run -> run.map(tensor -> own(tensor, from, to))),
              embeddings.stream().map(tensor -> own(tensor, from, to)).toList(),
              readout.of(from, to, seat),
              weights,
              first,
              idle,
              silent,
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

  /** Whether at some position a stream is no more than this share of another one. */
  private static boolean isLittle(NDArray stream, NDArray other, double share, LoadedModel model) {
    try (Scratch scratch = new Scratch()) {
      NDArray size = model.finalNorm().centred(stream).norm(2, LAST, true);
      NDArray least = model.finalNorm().centred(other).norm(2, LAST, true).muli(share);
      return size.lte(least).any().getBoolean();
    }
  }

  /** A copy of some prompts' rows; of all, where there is one row for all. */
  private static NDArray own(NDArray tensor, int from, int to) {
    boolean shared = tensor.getShape().get(0) == 1;
    NDArray rows = shared ? tensor : tensor.get(new NDIndex().addSliceDim(from, to));
    return Scratch.release(rows.duplicate());
  }
}
