package dev.patchbay.spi.graph;

import java.util.BitSet;

/** The paths of a circuit's edges from the input, or the positions, to the logits. */
final class Paths {

  private final Circuit circuit;
  private final ComputationGraph graph;

  Paths(Circuit circuit) {
    this.circuit = circuit;
    this.graph = circuit.graph();
  }

  /** The edges that lie on a path, as bits over ordinals. */
  BitSet edges() {
    BitSet fed = fed();
    BitSet live = liveSenders();
    BitSet bits = new BitSet(graph.edgeCount());
    circuit
        .ordinals()
        .filter(e -> fed.get(graph.senderOf(e)))
        .filter(e -> leadsToLogits(graph.receiverOf(e), live))
        .forEach(bits::set);
    return bits;
  }

  /** The senders that a path leads from to the logits, as bits over sender numbers. */
  BitSet liveSenders() {
    BitSet live = new BitSet(graph.senderCount());
    // Layers from the last to the first: a node's readers are settled before the node.
    for (int sender = graph.senderCount() - 1; sender >= 0; sender--) {
      if (hasLiveReader(sender, live)) {
        live.set(sender);
      }
    }
    return live;
  }

  private boolean hasLiveReader(int sender, BitSet live) {
    for (int receiver = graph.receiverCount() - 1; receiver >= 0; receiver--) {
      if (graph.fanIn(receiver) <= sender) {
        // Receivers of earlier layers read a shorter prefix still; a parallel MLP's is its heads'.
        return false;
      }
      if (circuit.contains(graph.ordinal(sender, receiver)) && leadsToLogits(receiver, live)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether what enters this receiver reaches the logits, given the live senders that follow it.
   */
  private boolean leadsToLogits(int receiver, BitSet live) {
    return receiver == graph.receiverCount() - 1
        || graph.sendersBehind(receiver).anyMatch(live::get);
  }

  /** The senders that a path of kept edges from the embeddings reaches, by their numbers. */
  private BitSet fed() {
    BitSet fed = new BitSet(graph.senderCount());
    fed.set(0, graph.shape().embeddings());
    // Ordinals run layer by layer, a layer's MLP after its heads: sources come before readers.
    circuit
        .ordinals()
        .forEach(
            ordinal -> {
              if (fed.get(graph.senderOf(ordinal))) {
                graph.sendersBehind(graph.receiverOf(ordinal)).forEach(fed::set);
              }
            });
    return fed;
  }
}
