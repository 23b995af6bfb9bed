package dev.patchbay.export;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.report.CircuitReport;

/** An empty circuit of a model and a task whose names make trouble. */
public final class Nasty {

  /** Markup, quotes, escapes, line ends, right to left, beyond 16 bits. */
  public static final String NAME =
      "a </script> \"q\" 'r' \\ \\n \n \r\n \t & &amp; ]]> --> \u05d0\u202e\u05d1 \ud83d\ude00";

  /** What XML cannot hold: control characters, half a surrogate pair, a non-character. */
  public static final String IMPOSSIBLE = "nul\u0000bell\u0007half\ud800non\uffff";

  private Nasty() {}

  public static CircuitReport report(String model, String task) {
    ComputationGraph graph = ComputationGraph.of(GraphShape.sequential(1, 1));
    double[] zeros = new double[graph.edgeCount()];
    return Reports.named(model, task, EdgeScores.of(graph, zeros), Circuit.empty(graph));
  }
}
