package dev.patchbay.core.engine;

import java.util.ArrayList;
import java.util.List;
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
    List<HeldRun> runs = each(slices, slice -> new HeldRun(slice, readers, extents));
    runs.forEach(run -> meter.forward(run.passes(), run.slice().readout().batchSize()));
    return runs;
  }

  /** How far it pays to look ahead among a receiver's edges. */
  Lookahead lookahead(int receiver, LiveReaders readers) {
    return new Lookahead(receiver, readers, extents(readers), slices.get(0));
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

  @Override
  public void close() {
    slices.forEach(PromptSlice::close);
    weights.close();
  }
}
