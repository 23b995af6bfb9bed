package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import dev.patchbay.spi.run.PromptBatch;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What every circuit run of a batch stands on: the clean prompts' token embeddings, the ablated
 * run, and the readout. Its tensors live until it is closed.
 */
final class BatchGround implements AutoCloseable {

  private final List<NDArray> embeddings;
  private final AblatedRun ablated;
  private final BatchReadout readout;

  private BatchGround(List<NDArray> embeddings, AblatedRun ablated, BatchReadout readout) {
    this.embeddings = embeddings;
    this.ablated = ablated;
    this.readout = readout;
  }

  /** Runs what the ablation and the metric ask for: no clean pass unless one of them does. */
  static BatchGround of(EngineExperiment experiment, PromptBatch batch) {
    try (EngineBatchScope scope = experiment.open(batch)) {
      BatchReadout readout = experiment.readout(scope);
      AblatedRun ablated = AblatedRun.of(experiment.loaded(), scope.ablated());
      BatchGround ground = new BatchGround(scope.embeddings(), ablated, readout);
      ground.tensors().forEach(Scratch::release);
      return ground;
    }
  }

  /**
   * The same with the runs' roles swapped: the full circuit is the ablated run, and what stands in
   * for an absent edge is what its sender writes on the clean run.
   */
  static BatchGround mirrored(EngineExperiment experiment, PromptBatch batch) {
    try (EngineBatchScope scope = experiment.open(batch)) {
      BatchReadout readout = experiment.readout(scope);
      BatchActivations ablated = scope.ablated();
      AblatedRun mirrored = AblatedRun.of(experiment.loaded(), ablated).mirrored(scope.clean());
      BatchGround ground = new BatchGround(ablated.embeddings(), mirrored, readout);
      ground.tensors().forEach(Scratch::release);
      return ground;
    }
  }

  /** Runs a circuit; the caller closes the run before this. */
  HeldRun run(LiveReaders readers, PassMeter meter) {
    return new HeldRun(ablated, embeddings, readout, readers, meter);
  }

  private Set<NDArray> tensors() {
    Set<NDArray> tensors = Collections.newSetFromMap(new IdentityHashMap<>());
    tensors.addAll(embeddings);
    ablated.values().tensors().forEach(tensors::add);
    tensors.addAll(ablated.streams());
    return tensors;
  }

  @Override
  public void close() {
    tensors().forEach(NDArray::close);
  }
}
