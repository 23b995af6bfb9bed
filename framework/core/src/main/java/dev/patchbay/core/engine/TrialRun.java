package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import dev.patchbay.spi.graph.ComputationGraph;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Asks a held run what would change if some edges went: recomputes what lies downstream of them,
 * along live edges, in the order in which the nodes write. The held run stays as it is.
 */
final class TrialRun {

  private final HeldRun held;
  private final ComputationGraph graph;
  private final int logits;
  private final Set<Integer> removed;
  private final Map<Integer, NDArray> newInputs = new TreeMap<>();
  private final Map<Integer, NDArray> newDifferences = new HashMap<>();

  /** Which changed senders a receiver reads that was not recomputed yet. */
  private final Map<Integer, BitSet> changedBy = new HashMap<>();

  /** The senders that are to be recomputed. */
  private final BitSet waiting = new BitSet();

  TrialRun(HeldRun held, Set<Integer> removed) {
    this.held = held;
    this.graph = held.ablated().model().graph();
    this.logits = graph.receiverCount() - 1;
    this.removed = removed;
  }

  Trial run() {
    for (int ordinal : removed) {
      cut(ordinal);
    }
    SenderSums changes = new SenderSums();
    try (Component component = new Component(held.ablated(), held.tables())) {
      for (int sender = waiting.nextSetBit(0);
          sender >= 0;
          sender = waiting.nextSetBit(sender + 1)) {
        for (int receiver : graph.inputsOf(sender)) {
          BitSet changed = changedBy.remove(receiver);
          if (changed != null) {
            NDArray before = newInputs.getOrDefault(receiver, held.input(receiver));
            newInputs.put(receiver, changes.plus(before, changed));
          }
        }
        NDArray difference =
            component.difference(sender, r -> newInputs.getOrDefault(r, held.input(r)));
        newDifferences.put(sender, difference);
        changes.add(sender, difference.sub(held.difference(sender)));
        held.meter().computed(sender, held.readout().batchSize());
        spread(sender);
      }
    }
    BitSet changed = changedBy.getOrDefault(logits, new BitSet());
    if (changed.isEmpty() && !newInputs.containsKey(logits)) {
      return new Trial(newInputs, newDifferences, held.lossSum());
    }
    NDArray rows = newInputs.getOrDefault(logits, held.input(logits));
    for (int sender : changed.stream().toArray()) {
      rows = rows.add(held.readout().atAnswers(changes.part(sender)));
    }
    newInputs.put(logits, rows);
    return new Trial(newInputs, newDifferences, Numbers.sum(held.readout().losses(rows)));
  }

  /** Takes an edge's part out of its receiver's input. */
  private void cut(int ordinal) {
    int sender = graph.senderOf(ordinal);
    int receiver = graph.receiverOf(ordinal);
    if (!held.readers().carries(sender, receiver)) {
      return;
    }
    NDArray part = held.difference(sender);
    NDArray before = newInputs.getOrDefault(receiver, held.input(receiver));
    newInputs.put(receiver, before.sub(receiver == logits ? held.readout().atAnswers(part) : part));
    graph.sendersBehind(receiver).filter(held.readers()::isLive).forEach(waiting::set);
  }

  /** Notes who reads a sender that changed. */
  private void spread(int sender) {
    BitSet reading = held.readers().readersOf(sender);
    for (int receiver = reading.nextSetBit(0);
        receiver >= 0;
        receiver = reading.nextSetBit(receiver + 1)) {
      if (!removed.contains(graph.ordinal(sender, receiver))) {
        changedBy.computeIfAbsent(receiver, r -> new BitSet()).set(sender);
        graph.sendersBehind(receiver).filter(held.readers()::isLive).forEach(waiting::set);
      }
    }
  }
}
