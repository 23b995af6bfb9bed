package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import dev.patchbay.spi.graph.ComputationGraph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One batch under one circuit, with the value of every live node and the input of every live
 * receiver held. Only what reaches the logits is computed.
 *
 * <p>The input of a receiver is the ablated stream plus x_u − c_u of the senders that it reads.
 * Receivers that read the same senders share one tensor. Of the logits' input only the answer
 * positions are held.
 */
final class HeldRun implements AutoCloseable {

  private final AblatedRun ablated;
  private final BatchReadout readout;
  private final LiveReaders readers;
  private final PassMeter meter;
  private final ComputationGraph graph;
  private final int logits;
  private final PositionTables tables;
  private final Map<Integer, NDArray> inputs = new HashMap<>();
  private final Map<Integer, NDArray> differences = new HashMap<>();
  private double lossSum;

  /**
   * Computes the circuit: at most one pass.
   *
   * @param embeddings what the embeddings write in the full circuit: tokens [batch, pos, d_model],
   *     then positions [1 or batch, pos, d_model] where these are a sender
   * @param readers the circuit; whoever changes it calls {@link #accept}
   */
  HeldRun(
      AblatedRun ablated,
      List<NDArray> embeddings,
      BatchReadout readout,
      LiveReaders readers,
      PassMeter meter) {
    this.ablated = ablated;
    this.readout = readout;
    this.readers = readers;
    this.meter = meter;
    this.graph = ablated.model().graph();
    this.logits = graph.receiverCount() - 1;
    try (Scratch scratch = new Scratch()) {
      this.tables = PositionTables.of(ablated.model(), (int) embeddings.get(0).getShape().get(1));
      compute(embeddings);
      tables.tensors().forEach(Scratch::release);
      held().forEach(Scratch::release);
    }
  }

  private void compute(List<NDArray> embeddings) {
    SenderSums sums = new SenderSums();
    try (Component component = new Component(ablated, tables)) {
      for (int sender = 0; sender < graph.senderCount(); sender++) {
        if (!readers.isLive(sender)) {
          continue;
        }
        for (int receiver : graph.inputsOf(sender)) {
          inputs.put(receiver, sums.plus(ablated.stream(receiver), readers.readBy(receiver)));
        }
        NDArray difference =
            sender < embeddings.size()
                ? embeddings.get(sender).sub(ablated.values().sender(sender))
                : component.difference(sender, inputs::get);
        differences.put(sender, difference);
        sums.add(sender, difference);
        meter.computed(sender, readout.batchSize());
      }
    }
    NDArray last = sums.plus(ablated.stream(logits), readers.readBy(logits));
    NDArray rows = readout.atAnswers(last);
    inputs.put(logits, rows);
    lossSum = Numbers.sum(readout.losses(rows));
  }

  /** The loss, summed over the batch's prompts. */
  double lossSum() {
    return lossSum;
  }

  /** The metric, summed over the batch's prompts. */
  double metricSum() {
    try (Scratch scratch = new Scratch()) {
      return Numbers.sum(readout.values(input(logits)));
    }
  }

  /**
   * What would change without these edges? Recomputes the nodes downstream of them, along the
   * circuit's live edges, in the order in which they write.
   */
  Trial without(Set<Integer> removed) {
    try (Scratch scratch = new Scratch()) {
      Trial trial = new TrialRun(this, removed).run();
      trial.tensors().forEach(Scratch::release);
      return trial;
    }
  }

  /** Makes a trial the present. The readers have lost the trial's edges already. */
  void accept(Trial trial) {
    Set<NDArray> known = held();
    known.addAll(trial.tensors());
    inputs.putAll(trial.inputs());
    differences.putAll(trial.differences());
    lossSum = trial.lossSum();
    inputs.keySet().removeIf(receiver -> !readers.isLiveReceiver(receiver));
    differences.keySet().removeIf(sender -> !readers.isLive(sender));
    Set<NDArray> still = held();
    known.stream().filter(tensor -> !still.contains(tensor)).forEach(NDArray::close);
  }

  /** What a live receiver reads; of the logits, the answer positions alone. */
  NDArray input(int receiver) {
    NDArray input = inputs.get(receiver);
    if (input == null) {
      throw new IllegalStateException("No input is held for " + graph.receiverName(receiver));
    }
    return input;
  }

  /** x_u − c_u of a live sender [batch, pos, d_model]. */
  NDArray difference(int sender) {
    NDArray difference = differences.get(sender);
    if (difference == null) {
      throw new IllegalStateException("No value is held for " + graph.senderNode(sender));
    }
    return difference;
  }

  /** The tensors that are this run's own, each once. */
  private Set<NDArray> held() {
    Set<NDArray> tensors = Trial.distinct(inputs, differences);
    ablated.streams().forEach(tensors::remove);
    return tensors;
  }

  AblatedRun ablated() {
    return ablated;
  }

  PositionTables tables() {
    return tables;
  }

  BatchReadout readout() {
    return readout;
  }

  LiveReaders readers() {
    return readers;
  }

  PassMeter meter() {
    return meter;
  }

  @Override
  public void close() {
    held().forEach(NDArray::close);
    tables.tensors().forEach(NDArray::close);
    inputs.clear();
    differences.clear();
  }
}
