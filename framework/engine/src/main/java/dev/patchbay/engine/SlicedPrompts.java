package dev.patchbay.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;

/** Prompts on which circuits run, in slices that are worked on at once. */
final class SlicedPrompts implements AutoCloseable {

  private final int threads;
  private final FoldedWeights weights;
  private final SliceWorkers workers;
  private final List<PromptSlice> slices = new ArrayList<>();

  SlicedPrompts(LoadedModel model) {
    this.threads = model.onCpu() ? TensorEngine.start(0).threads() : 1;
    this.weights = new FoldedWeights(model);
    this.workers = new SliceWorkers(threads);
  }

  /**
   * A further batch, of which copies are taken. Its slices are no more than the workers, and lie
   * side by side: they wait for each other in their {@link Meeting}.
   */
  void add(BatchGround ground) {
    slices.addAll(ground.slices(Math.min(threads, ground.readout().batchSize()), weights));
  }

  /** How many prompts. */
  int count() {
    return slices.stream().mapToInt(slice -> slice.readout().batchSize()).sum();
  }

  FoldedWeights weights() {
    return weights;
  }

  /** Where the nodes of a circuit matter, on these prompts. */
  Extents extents(LiveReaders readers) {
    return new Extents(readers, slices.stream().allMatch(slice -> slice.places().oneAnswerEach()));
  }

  /** Computes a circuit; the runs are the caller's, who closes them before this. */
  List<HeldRun> run(LiveReaders readers, PassMeter meter) {
    Extents extents = extents(readers);
    List<HeldRun> runs =
        each(slices, slice -> new HeldRun(slice, readers, extents), HeldRun::close);
    runs.forEach(run -> meter.forward(run.passes(), run.slice().readout().batchSize()));
    return runs;
  }

  /** How far it pays to look ahead among a receiver's edges. */
  Lookahead lookahead(int receiver, LiveReaders readers) {
    // Where one is bare, no slice is asked about several candidates.
    PromptSlice slice =
        slices.stream().filter(PromptSlice::isBare).findFirst().orElse(slices.get(0));
    return new Lookahead(receiver, readers, extents(readers), slice);
  }

  /** Something of each slice, in order. */
  <A, B> List<B> each(List<A> ofSlices, Function<A, B> work) {
    return workers.each(
        ofSlices,
        one -> {
          try {
            return work.apply(one);
          } catch (RuntimeException | Error fault) {
            slices.forEach(slice -> slice.seat().fail(fault)); // others may wait for this one
            throw fault;
          }
        });
  }

  /**
   * Something that is held of each slice, in order.
   *
   * @param close what becomes of those of other slices where one fails
   */
  <A, B> List<B> each(List<A> ofSlices, Function<A, B> work, Consumer<B> close) {
    Queue<B> made = new ConcurrentLinkedQueue<>();
    try {
      return each(
          ofSlices,
          one -> {
            B held = work.apply(one);
            made.add(held);
            return held;
          });
    } catch (RuntimeException | Error fault) {
      made.forEach(close);
      throw fault;
    }
  }

  @Override
  public void close() {
    slices.forEach(PromptSlice::close);
    weights.close();
  }
}
