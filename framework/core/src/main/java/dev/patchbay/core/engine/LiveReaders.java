package dev.patchbay.core.engine;

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

  LiveReaders(Circuit circuit) {
    this.graph = circuit.graph();
    this.edges = circuit.toBitSet();
    this.readers = new BitSet[graph.senderCount()];
    BitSet live = circuit.liveSenders();
    for (int sender = 0; sender < readers.length; sender++) {
      readers[sender] = new BitSet();
    }
    circuit
        .ordinals()
        .filter(ordinal -> feedsLive(graph.receiverOf(ordinal), live))
        .forEach(ordinal -> readers[graph.senderOf(ordinal)].set(graph.receiverOf(ordinal)));
  }

  private boolean feedsLive(int receiver, BitSet live) {
    return receiver == logits() || nodesOf(graph, receiver).anyMatch(live::get);
  }

  private int logits() {
    return graph.receiverCount() - 1;
  }

  /** The senders that compute something from this receiver: a node, or the heads of a group. */
  static IntStream nodesOf(ComputationGraph graph, int receiver) {
    Node node = graph.receiverNode(receiver);
    return switch (node.kind()) {
      case HEAD, MLP -> IntStream.of(graph.sender(node));
      case KV_GROUP -> {
        int size = graph.shape().groupSize();
        int first = graph.sender(Node.head(node.layer(), node.index() * size));
        yield IntStream.range(first, first + size);
      }
      case LOGITS, INPUT -> IntStream.empty();
    };
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
    return receiver == logits() || nodesOf(graph, receiver).anyMatch(this::isLive);
  }

  /** The live senders that this receiver reads. */
  BitSet readBy(int receiver) {
    BitSet senders = new BitSet();
    IntStream.range(0, graph.fanIn(receiver))
        .filter(sender -> carries(sender, receiver))
        .forEach(senders::set);
    return senders;
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
    for (int receiver : inputsOf(graph, sender)) {
      if (!isLiveReceiver(receiver)) {
        IntStream.range(0, graph.fanIn(receiver)).forEach(from -> cut(from, receiver));
      }
    }
  }

  /** The receivers that a sender's node computes from: q, k and v of a head, an MLP's input. */
  static int[] inputsOf(ComputationGraph graph, int sender) {
    Node node = graph.senderNode(sender);
    return switch (node.kind()) {
      case HEAD ->
          new int[] {
            graph.receiver(node, Port.Q), graph.receiver(node, Port.K), graph.receiver(node, Port.V)
          };
      case MLP -> new int[] {graph.receiver(node, Port.INPUT)};
      case INPUT, KV_GROUP, LOGITS -> new int[0];
    };
  }
}
