package dev.patchbay.bench;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/**
 * A circuit that grows from the logits: each step draws an edge into what is there, and a node that
 * joins by it reads the input with each of its own inputs. So every edge lies on a path from the
 * input to the logits.
 */
final class DrawnCircuit {

  private final ComputationGraph graph;
  private final IntPredicate allowed;
  private final SplittableRandom random;
  private final BitSet edges = new BitSet();
  private final BitSet bones = new BitSet();
  private final BitSet joined = new BitSet();
  private final List<Integer> candidates = new ArrayList<>();

  /**
   * @param allowed which edges may be drawn; those from the input are
   */
  DrawnCircuit(ComputationGraph graph, IntPredicate allowed, long seed) {
    this.graph = graph;
    this.allowed = allowed;
    this.random = new SplittableRandom(seed);
    joined.set(0);
    addInput(graph.receiverCount() - 1);
  }

  /** Takes an edge without drawing it; its target has joined. */
  DrawnCircuit with(int edge) {
    candidates.remove((Integer) edge);
    bones.set(edge);
    add(edge);
    return this;
  }

  private void add(int edge) {
    edges.set(edge);
    int sender = graph.senderOf(edge);
    if (!joined.get(sender)) {
      joined.set(sender);
      bones.set(edge);
      for (int receiver : graph.inputsOf(sender)) {
        addInput(receiver);
      }
    }
  }

  /**
   * Draws until there are so many edges, or none is left to draw; a few more where a node joins.
   */
  DrawnCircuit grow(int size) {
    while (edges.cardinality() < size && !candidates.isEmpty()) {
      int last = candidates.size() - 1;
      int drawn = random.nextInt(candidates.size());
      int edge = candidates.set(drawn, candidates.get(last));
      candidates.remove(last);
      add(edge);
    }
    return this;
  }

  private void addInput(int receiver) {
    int first = graph.ordinal(0, receiver);
    edges.set(first);
    bones.set(first);
    for (int sender = 1; sender < graph.fanIn(receiver); sender++) {
      int edge = graph.ordinal(sender, receiver);
      if (allowed.test(edge)) {
        candidates.add(edge);
      }
    }
  }

  /** All edges. */
  Circuit circuit() {
    return Circuit.of(graph, edges);
  }

  /** The edges that keep every node on a path: by which it joined, and from the input. */
  Circuit bones() {
    return Circuit.of(graph, bones);
  }
}
