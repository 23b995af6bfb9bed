package dev.patchbay.study.criteria;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Inflates circuits: adds a random path from an embedding to the logits that adds at least one
 * edge. A path goes on from each node along one of all edges that leave it, each equally likely.
 *
 * <p>Shi et al. (2024), arXiv:2410.13032, and the sampling of their repository.
 */
final class RandomPaths {

  /** Paths that are tried before a circuit counts as one that nothing can be added to. */
  private static final int MOST_TRIES = 1000;

  private final ComputationGraph graph;
  private final Random random;

  RandomPaths(ComputationGraph graph, long seed) {
    this.graph = graph;
    this.random = new Random(seed);
  }

  /**
   * A circuit and an edge of it.
   *
   * @param circuit the inflated circuit
   * @param edge the ordinal of an edge that the path brought in
   */
  record Inflated(Circuit circuit, int edge) {}

  /** The circuit with a random path; nothing if no path brings in an edge. */
  Optional<Inflated> inflate(Circuit circuit) {
    for (int i = 0; i < MOST_TRIES && circuit.size() < graph.edgeCount(); i++) {
      Circuit path = path();
      int[] brought = path.minus(circuit).ordinals().toArray();
      if (brought.length > 0) {
        return Optional.of(new Inflated(circuit.or(path), brought[random.nextInt(brought.length)]));
      }
    }
    return Optional.empty();
  }

  /** A random path from an embedding to the logits. */
  Circuit path() {
    BitSet bits = new BitSet();
    boolean split = graph.shape().positions();
    Node node = split && random.nextBoolean() ? Node.POSITIONS : Node.INPUT;
    while (node.kind() != Node.Kind.LOGITS) {
      List<Edge> onward = List.copyOf(graph.outgoingEdgesOf(node));
      Edge edge = onward.get(random.nextInt(onward.size()));
      if (edge.port() != Port.WIRE) {
        bits.set(graph.ordinal(edge));
      }
      node = edge.target();
    }
    return Circuit.of(graph, bits);
  }
}
