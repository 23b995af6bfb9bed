package dev.patchbay.engine.circuit;

import dev.patchbay.engine.passes.PassMeter;
import dev.patchbay.engine.tensor.SliceGroup;
import dev.patchbay.engine.tensor.TensorEngine;
import dev.patchbay.engine.tensor.WorkerThreads;
import dev.patchbay.engine.weights.LoadedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Prompts on which circuits run, in slices that are worked on at once. */
public final class SlicedPrompts implements AutoCloseable {

  private final int threads;
  private final FoldedWeights weights;
  private final List<PromptSlice> slices = new ArrayList<>();

  /**
   * No prompts yet.
   *
   * @param forSearch whether many circuits will run on them
   */
  public SlicedPrompts(LoadedModel model, boolean forSearch) {
    this.threads = model.onCpu() ? TensorEngine.start(0).threads() : 1;
    this.weights = new FoldedWeights(model, forSearch);
  }

  /**
   * A further batch, of which copies are taken. Its slices are no more than the workers, and lie
   * side by side: they wait for each other in their {@link SliceGroup}.
   */
  public void add(BatchGround ground) {
    slices.addAll(ground.slices(Math.min(threads, ground.readout().batchSize()), weights));
  }

  /** How many prompts. */
  public int count() {
    return slices.stream().mapToInt(slice -> slice.readout().batchSize()).sum();
  }

  /** Where the nodes of a circuit matter, on these prompts. */
  public Extents extents(LiveReaders readers) {
    return new Extents(readers, slices.stream().allMatch(slice -> slice.places().oneAnswerEach()));
  }

  /** Computes a circuit; the runs are the caller's, to be closed before this. */
  public List<CircuitRun> run(LiveReaders readers, PassMeter meter) {
    Extents extents = extents(readers);
    List<CircuitRun> runs =
        each(slices, slice -> new CircuitRun(slice, readers, extents), CircuitRun::close);
    runs.forEach(run -> meter.forward(run.passes(), run.slice().readout().batchSize()));
    return runs;
  }

  /** The metric of each prompt under a circuit of which nothing is held: at most one pass. */
  public double[] metricOfEach(LiveReaders readers, PassMeter meter) {
    Extents extents = extents(readers);
    List<CircuitRun> runs =
        each(slices, slice -> CircuitRun.once(slice, readers, extents), CircuitRun::close);
    try {
      runs.forEach(run -> meter.forward(run.passes(), run.slice().readout().batchSize()));
      return each(runs, CircuitRun::metricOfEach, values -> {}).stream()
          .flatMapToDouble(Arrays::stream)
          .toArray();
    } finally {
      runs.forEach(CircuitRun::close);
    }
  }

  /** The slices, of one batch side by side. */
  public List<PromptSlice> slices() {
    return slices;
  }

  /**
   * Something of each slice, in order; several slices are worked on at once.
   *
   * @param close what becomes of those of other slices where one fails
   */
  public <A, B> List<B> each(List<A> ofSlices, Function<A, B> work, Consumer<B> close) {
    List<@Nullable B> made = new ArrayList<>(Collections.nCopies(ofSlices.size(), null));
    AtomicInteger next = new AtomicInteger();
    Runnable worker =
        () -> {
          try {
            for (int i = next.getAndIncrement(); i < made.size(); i = next.getAndIncrement()) {
              made.set(i, work.apply(ofSlices.get(i)));
            }
          } catch (RuntimeException | Error fault) {
            slices.forEach(slice -> slice.member().fail(fault)); // others may wait for this one
            throw fault;
          }
        };
    try {
      WorkerThreads.run(Math.min(threads, made.size()), threads, worker);
    } catch (RuntimeException | Error fault) {
      made.stream().filter(Objects::nonNull).forEach(close);
      throw fault;
    }
    return Collections.unmodifiableList(made);
  }

  @Override
  public void close() {
    slices.forEach(PromptSlice::close);
    weights.close();
  }
}
