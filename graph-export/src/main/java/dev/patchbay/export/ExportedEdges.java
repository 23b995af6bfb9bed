package dev.patchbay.export;

import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.report.CircuitReport;
import org.jgrapht.Graph;

/**
 * Which of a report's edges a file holds.
 *
 * @param edges the circuit's, or every edge of the model's graph
 */
record ExportedEdges(
    @Option(
            value = "which edges are written: circuit (those that were kept) or all",
            fallback = "circuit")
        Choice edges) {

  /** The values of the option. */
  enum Choice {
    /** The kept edges, and the nodes they join. */
    CIRCUIT,
    /** Every edge and every node. */
    ALL
  }

  /** The report's graph as it is to be written. */
  Graph<Node, Edge> of(CircuitReport report) {
    return edges == Choice.ALL ? report.graph() : report.circuit();
  }
}
