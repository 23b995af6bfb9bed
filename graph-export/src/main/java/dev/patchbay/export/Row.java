package dev.patchbay.export;

import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.Node;
import java.util.ArrayList;
import java.util.List;
import org.jgrapht.Graph;

/** Nodes side by side in a drawing. */
record Row(Node.Kind kind, int layer, List<Node> nodes) {

  /** The rows from the bottom up. Nodes come in the order of the model, so rows do too. */
  static List<Row> of(Graph<Node, Edge> graph) {
    List<Row> rows = new ArrayList<>();
    for (Node node : graph.vertexSet()) {
      if (rows.isEmpty() || !rows.get(rows.size() - 1).takes(node)) {
        rows.add(new Row(node.kind(), node.layer(), new ArrayList<>()));
      }
      rows.get(rows.size() - 1).nodes().add(node);
    }
    return rows;
  }

  private boolean takes(Node node) {
    return node.kind() == kind && node.layer() == layer;
  }

  /** What is beside the row. */
  String caption() {
    return kind == Node.Kind.HEAD ? "layer " + layer : "";
  }
}
