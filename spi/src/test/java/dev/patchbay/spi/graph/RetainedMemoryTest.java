package dev.patchbay.spi.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

class RetainedMemoryTest {

  /** Megabytes, not gigabytes, for 1.6 million edges with a score each. */
  private static final long BOUND = 64L << 20;

  static {
    // JOL reads it when it is first used: without it the fields of records are out of its reach.
    System.setProperty("jol.magicFieldOffset", "true");
  }

  @Test
  void graphAndScores_ofLlama3_8b_retainLessThan64Megabytes() {
    ComputationGraph graph = ComputationGraph.of(Shapes.LLAMA_3_8B);
    EdgeScores scores =
        EdgeScores.of(graph, new Random(1).doubles(graph.edgeCount(), -1, 1).toArray());
    long retained = GraphLayout.parseInstance(graph, scores, Circuit.full(graph)).totalSize();
    System.out.printf(
        Locale.ROOT,
        "Graph, scores and full circuit of Llama-3-8B's shape (%,d edges) retain %,d bytes.%n",
        graph.edgeCount(),
        retained);
    // The scores alone are 8 bytes an edge: less would mean that they were not counted.
    assertThat(retained).isBetween(8L * graph.edgeCount(), BOUND);
  }

  @Test
  void graph_ofLlama3_8b_retainsKilobytes() {
    ComputationGraph graph = ComputationGraph.of(Shapes.LLAMA_3_8B);
    long retained = GraphLayout.parseInstance(graph).totalSize();
    System.out.printf(Locale.ROOT, "The graph alone retains %,d bytes.%n", retained);
    assertThat(retained).isLessThan(128L << 10);
  }
}
