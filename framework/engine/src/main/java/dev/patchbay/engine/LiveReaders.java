package dev.patchbay.engine;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Who reads whom in a circuit that only loses edges, counting live readers alone: those whose node
 * reaches the logits. When a node loses its last live reader it dies, and its own inputs read no
 * more.
 */
final class LiveReaders {

  private final ComputationGraph graph;
  private final BitSet edges;
  private final BitSet[] readers;
  private final BitSet headInputs = new BitSet();

  LiveReaders(Circuit circuit) {
    this.graph = circuit.graph();
    this.edges = circuit.toBitSet();
    this.readers = new BitSet[graph.senderCount()];
    BitSet live = circuit.liveSenders();
    IntStream.range(0, graph.receiverCount())
        .filter(receiver -> graph.receiverPort(receiver) != Port.INPUT)
        .forEach(headInputs::set);
    for (int sender = 0; sender < readers.length; sender++) {
      readers[sender] = new BitSet();
    }
    circuit
        .ordinals()
        .filter(ordinal -> feedsLive(graph.receiverOf(ordinal), live))
        .forEach(ordinal -> readers[graph.senderOf(ordinal)].set(graph.receiverOf(ordinal)));
  }

  private boolean feedsLive(int receiver, BitSet live) {
    return receiver == logits() || graph.sendersBehind(receiver).anyMatch(live::get);
  }

  private int logits() {
    return graph.receiverCount() - 1;
  }

  ComputationGraph graph() {
    return graph;
  }

  /** The circuit as it is now, edges into dead nodes included. */
  Circuit circuit() {
    return Circuit.of(graph, edges);
  }

  /** Whether the edge is in the circuit, live or not. */
  boolean has(int ordinal) {
    return edges.get(ordinal);
  }

  /** Whether the edge is in the circuit and what it carries reaches the logits. */
  boolean carries(int sender, int receiver) {
    return readers[sender].get(receiver);
  }

  /** The live receivers that read this sender. Not to be changed. */
  BitSet readersOf(int sender) {
    return readers[sender];
  }

  boolean isLive(int sender) {
    return !readers[sender].isEmpty();
  }

  boolean isLiveReceiver(int receiver) {
    return receiver == logits() || graph.sendersBehind(receiver).anyMatch(this::isLive);
  }

  /** The live senders that this receiver reads. */
  BitSet readBy(int receiver) {
    BitSet senders = new BitSet();
    IntStream.range(0, graph.fanIn(receiver))
        .filter(sender -> carries(sender, receiver))
        .forEach(senders::set);
    return senders;
  }

  /** How many live edges lead from a head to a head's input. */
  int headPairs() {
    int pairs = 0;
    for (int sender = 0; sender < readers.length; sender++) {
      if (graph.senderNode(sender).kind() == Node.Kind.HEAD) {
        BitSet reading = (BitSet) readers[sender].clone();
        reading.and(headInputs);
        pairs += reading.cardinality();
      }
    }
    return pairs;
  }

  void remove(int ordinal) {
    edges.clear(ordinal);
    cut(graph.senderOf(ordinal), graph.receiverOf(ordinal));
  }

  private void cut(int sender, int receiver) {
    boolean wasLive = isLive(sender);
    readers[sender].clear(receiver);
    if (wasLive && !isLive(sender)) {
      die(sender);
    }
  }

  /** Takes the inputs of a node that died out of their senders' readers. */
  private void die(int sender) {
    for (int receiver : graph.inputsOf(sender)) {
      if (!isLiveReceiver(receiver)) {
        IntStream.range(0, graph.fanIn(receiver)).forEach(from -> cut(from, receiver));
      }
    }
  }
}
