package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import dev.patchbay.spi.graph.ComputationGraph;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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
  private final NDArray mask;
  private final Map<Integer, NDArray> inputs = new HashMap<>();
  private final Map<Integer, NDArray> differences = new HashMap<>();
  private double lossSum;

  /**
   * What would change if some edges went.
   *
   * @param inputs of the receivers that would read something else
   * @param differences of the senders that would write something else
   * @param lossSum the loss then, summed over the batch's prompts
   */
  record Trial(Map<Integer, NDArray> inputs, Map<Integer, NDArray> differences, double lossSum) {

    Set<NDArray> tensors() {
      return distinct(inputs, differences);
    }

    void close() {
      tensors().forEach(NDArray::close);
    }
  }

  /**
   * Computes the circuit: at most one pass.
   *
   * @param tokens the clean prompts' token embeddings [batch, pos, d_model]
   * @param readers the circuit; whoever changes it calls {@link #accept}
   */
  HeldRun(
      AblatedRun ablated,
      NDArray tokens,
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
      this.mask = ablated.model().causalMask((int) tokens.getShape().get(1));
      compute(tokens);
      Scratch.release(mask);
      held().forEach(Scratch::release);
    }
  }

  private void compute(NDArray tokens) {
    SenderSums sums = new SenderSums();
    try (Component component = new Component(ablated, mask)) {
      for (int sender = 0; sender < graph.senderCount(); sender++) {
        if (!readers.isLive(sender)) {
          continue;
        }
        for (int receiver : LiveReaders.inputsOf(graph, sender)) {
          inputs.put(receiver, sums.plus(ablated.stream(receiver), readers.readBy(receiver)));
        }
        NDArray difference =
            sender == 0
                ? tokens.sub(ablated.values().input())
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
      return Numbers.sum(readout.values(held(logits)));
    }
  }

  /**
   * What would change without these edges? Recomputes the nodes downstream of them, along the
   * circuit's live edges, in the order in which they write.
   */
  Trial without(Set<Integer> removed) {
    try (Scratch scratch = new Scratch()) {
      Trial trial = downstream(removed);
      trial.tensors().forEach(Scratch::release);
      return trial;
    }
  }

  private Trial downstream(Set<Integer> removed) {
    Map<Integer, NDArray> newInputs = new TreeMap<>();
    Map<Integer, NDArray> newDifferences = new HashMap<>();
    Map<Integer, BitSet> changedBy = new HashMap<>();
    BitSet waiting = new BitSet();
    for (int ordinal : removed) {
      cut(ordinal, newInputs, waiting);
    }
    SenderSums changes = new SenderSums();
    try (Component component = new Component(ablated, mask)) {
      for (int sender = waiting.nextSetBit(0);
          sender >= 0;
          sender = waiting.nextSetBit(sender + 1)) {
        for (int receiver : LiveReaders.inputsOf(graph, sender)) {
          BitSet changed = changedBy.remove(receiver);
          if (changed != null) {
            NDArray before = newInputs.getOrDefault(receiver, held(receiver));
            newInputs.put(receiver, changes.plus(before, changed));
          }
        }
        NDArray difference = component.difference(sender, r -> newInputs.getOrDefault(r, held(r)));
        newDifferences.put(sender, difference);
        changes.add(sender, difference.sub(difference(sender)));
        meter.computed(sender, readout.batchSize());
        spread(sender, removed, changedBy, waiting);
      }
    }
    BitSet changed = changedBy.getOrDefault(logits, new BitSet());
    if (changed.isEmpty() && !newInputs.containsKey(logits)) {
      return new Trial(newInputs, newDifferences, lossSum);
    }
    NDArray rows = newInputs.getOrDefault(logits, held(logits));
    for (int sender : changed.stream().toArray()) {
      rows = rows.add(readout.atAnswers(changes.part(sender)));
    }
    newInputs.put(logits, rows);
    return new Trial(newInputs, newDifferences, Numbers.sum(readout.losses(rows)));
  }

  /** Takes an edge's part out of its receiver's input. */
  private void cut(int ordinal, Map<Integer, NDArray> newInputs, BitSet waiting) {
    int sender = graph.senderOf(ordinal);
    int receiver = graph.receiverOf(ordinal);
    if (!readers.carries(sender, receiver)) {
      return;
    }
    NDArray part = difference(sender);
    NDArray before = newInputs.getOrDefault(receiver, held(receiver));
    newInputs.put(receiver, before.sub(receiver == logits ? readout.atAnswers(part) : part));
    LiveReaders.nodesOf(graph, receiver).filter(readers::isLive).forEach(waiting::set);
  }

  /** Notes who reads a sender that changed. */
  private void spread(
      int sender, Set<Integer> removed, Map<Integer, BitSet> changedBy, BitSet waiting) {
    BitSet reading = readers.readersOf(sender);
    for (int receiver = reading.nextSetBit(0);
        receiver >= 0;
        receiver = reading.nextSetBit(receiver + 1)) {
      if (!removed.contains(graph.ordinal(sender, receiver))) {
        changedBy.computeIfAbsent(receiver, r -> new BitSet()).set(sender);
        LiveReaders.nodesOf(graph, receiver).filter(readers::isLive).forEach(waiting::set);
      }
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

  private NDArray held(int receiver) {
    NDArray input = inputs.get(receiver);
    if (input == null) {
      throw new IllegalStateException("No input is held for " + graph.receiverName(receiver));
    }
    return input;
  }

  private NDArray difference(int sender) {
    NDArray difference = differences.get(sender);
    if (difference == null) {
      throw new IllegalStateException("No value is held for " + graph.senderNode(sender));
    }
    return difference;
  }

  /** The tensors that are this run's own, each once. */
  private Set<NDArray> held() {
    Set<NDArray> tensors = distinct(inputs, differences);
    ablated.streams().forEach(tensors::remove);
    return tensors;
  }

  private static Set<NDArray> distinct(
      Map<Integer, NDArray> inputs, Map<Integer, NDArray> differences) {
    Set<NDArray> tensors = Collections.newSetFromMap(new IdentityHashMap<>());
    tensors.addAll(inputs.values());
    tensors.addAll(differences.values());
    return tensors;
  }

  @Override
  public void close() {
    held().forEach(NDArray::close);
    mask.close();
    inputs.clear();
    differences.clear();
  }
}
