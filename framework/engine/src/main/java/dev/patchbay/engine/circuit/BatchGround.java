package dev.patchbay.engine.circuit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.patchbay.engine.passes.AblatedRun;
import dev.patchbay.engine.passes.BatchActivations;
import dev.patchbay.engine.passes.EngineBatchScope;
import dev.patchbay.engine.readout.BatchReadout;
import dev.patchbay.engine.tensor.Numbers;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.engine.tensor.SliceGroup;
import dev.patchbay.engine.tensor.SliceGroup.Member;
import dev.patchbay.engine.weights.LoadedModel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What every circuit run of a batch starts from: the clean prompts' token embeddings, the ablated
 * run, and the readout.
 *
 * @param embeddings what the embeddings write in the full circuit
 * @param ablated the batch with every edge ablated; where writes are whole, its streams are those
 *     of the biases alone
 * @param starting of a mirrored search whose writes are whole, the run that it begins with, where
 *     its senders write something else than they compute
 * @param whole whether writes are kept whole, as receivers may read next to nothing: see {@link
 *     StreamSums}
 * @param readout of the whole batch; the experiment's
 * @param first the first position where runs differ, or where an answer is read before that
 */
public record BatchGround(
    List<NDArray> embeddings,
    AblatedRun ablated,
    @Nullable AblatedRun starting,
    boolean whole,
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
  public static BatchGround of(EngineBatchScope scope) {
    BatchReadout readout = scope.readout();
    AblatedRun ablated = AblatedRun.of(scope.model(), scope.ablated());
    List<NDArray> embeddings = scope.embeddings();
    NDArray first = scope.model().firstStream(embeddings);
    // Further streams of the full circuit would take its pass; they are seldom smaller.
    boolean whole =
        isLittle(first, ablated.streams().get(0), LEAST_LEFT, scope.model())
            || ablated.streams().stream()
                .anyMatch(s -> isLittle(s, first, LEAST_LEFT, scope.model()));
    return whole
        ? new BatchGround(embeddings, ablated.onBiases(), null, true, readout, 0)
        : new BatchGround(embeddings, ablated, null, false, readout, first(scope, readout));
  }

  /**
   * The same with the runs' roles swapped: the full circuit is the ablated run, and what stands in
   * for an absent edge is what its sender writes on the clean run.
   */
  public static BatchGround mirrored(EngineBatchScope scope) {
    BatchReadout readout = scope.readout();
    BatchActivations values = scope.ablated();
    AblatedRun starting = AblatedRun.of(scope.model(), values);
    AblatedRun clean = AblatedRun.of(scope.model(), scope.clean());
    boolean whole =
        IntStream.range(0, clean.streams().size())
            .anyMatch(
                i -> {
                  NDArray one = clean.streams().get(i);
                  NDArray other = starting.streams().get(i);
                  return isLittle(one, other, LEAST_LEFT_MIRRORED, scope.model())
                      || isLittle(other, one, LEAST_LEFT_MIRRORED, scope.model());
                });
    if (!whole) {
      AblatedRun mirrored = starting.mirrored(scope.clean());
      int first = first(scope, readout);
      return new BatchGround(values.embeddings(), mirrored, null, false, readout, first);
    }
    AblatedRun steps = starting.writesWhatItComputes() ? null : starting;
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
    BitSet silent = whole ? ablated.silent() : null;
    SliceGroup group = new SliceGroup(count);
    for (int slice = 0; slice < count; slice++) {
      // The larger ones first: the others begin later.
      int from = (slice * prompts + count - 1) / count;
      int to = ((slice + 1) * prompts + count - 1) / count;
      Member member = new Member(group, slice);
      slices.add(
          new PromptSlice(
              ablated.map(tensor -> own(tensor, from, to)),
              starting == null ? null : starting.map(tensor -> own(tensor, from, to)),
              embeddings.stream().map(tensor -> own(tensor, from, to)).toList(),
              readout.of(from, to, member, weights.areOftenUsed()),
              weights,
              first,
              idle,
              silent,
              member));
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
      NDArray size = model.centred(stream).norm(2, LAST, true);
      NDArray least = model.centred(other).norm(2, LAST, true).muli(share);
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
