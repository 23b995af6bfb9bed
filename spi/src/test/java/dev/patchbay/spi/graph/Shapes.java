package dev.patchbay.spi.graph;

import java.util.BitSet;
import java.util.List;
import java.util.Random;

/** Graphs of every kind. */
final class Shapes {

  static final GraphShape GPT2_SMALL = GraphShape.sequential(12, 12);
  static final GraphShape LLAMA_3_8B = GraphShape.sequential(32, 32);
  static final GraphShape LLAMA_3_8B_GROUPED = new GraphShape(32, 32, 8, true, false);

  private Shapes() {}

  /** Sequential, parallel, of attention alone; k and v for each head and for each group. */
  static List<GraphShape> small() {
    return List.of(
        GraphShape.sequential(1, 1),
        GraphShape.sequential(3, 2),
        GraphShape.attentionOnly(3, 2),
        new GraphShape(3, 2, 2, true, true),
        new GraphShape(2, 4, 2, true, false),
        new GraphShape(2, 4, 1, true, false),
        new GraphShape(2, 4, 2, true, true),
        new GraphShape(2, 6, 2, false, false));
  }

  /** A circuit that keeps each edge with this probability. */
  static Circuit randomCircuit(ComputationGraph graph, double density, long seed) {
    Random random = new Random(seed);
    BitSet kept = new BitSet();
    for (int ordinal = 0; ordinal < graph.edgeCount(); ordinal++) {
      kept.set(ordinal, random.nextDouble() < density);
    }
    return Circuit.of(graph, kept);
  }
}
