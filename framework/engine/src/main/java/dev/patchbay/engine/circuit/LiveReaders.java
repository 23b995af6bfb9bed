package dev.patchbay.engine.circuit;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Which node reads which in a circuit that only loses edges, counting live readers alone: those
 * whose node reaches the logits. When a node loses its last live reader it dies, and its own inputs
 * read no more.
 */
public final class LiveReaders {

  private final ComputationGraph graph;
  private final BitSet edges;
  private final BitSet[] readers;

  public LiveReaders(Circuit circuit) {
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
    return receiver == logits() || graph.sendersBehind(receiver).anyMatch(live::get);
  }

  private int logits() {
    return graph.receiverCount() - 1;
  }

  public ComputationGraph graph() {
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
  public BitSet readersOf(int sender) {
    return readers[sender];
  }

  public boolean isLive(int sender) {
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

  public void remove(int ordinal) {
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
