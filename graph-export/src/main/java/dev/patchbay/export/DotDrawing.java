package dev.patchbay.export;

import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.report.CircuitReport;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jgrapht.Graph;

/** One report on its way into DOT. */
final class DotDrawing {

  private final Writer dot;
  private final CircuitReport report;
  private final Graph<Node, Edge> graph;

  /**
   * @param graph the edges that are drawn
   */
  DotDrawing(Writer dot, CircuitReport report, Graph<Node, Edge> graph) {
    this.dot = dot;
    this.report = report;
    this.graph = graph;
  }

  void write() throws IOException {
    line("digraph circuit {");
    line("  graph [rankdir=BT, charset=\"UTF-8\", bgcolor=white, outputorder=edgesfirst,");
    line("    fontname=\"Helvetica,Arial,sans-serif\", fontsize=12, nodesep=0.22, ranksep=0.55,");
    line("    margin=0.2, labelloc=t, label=" + DotTitle.of(report) + "];");
    line("  node [fontname=\"Helvetica,Arial,sans-serif\", fontsize=11, style=\"filled\",");
    line("    height=0.3, width=0.55, margin=\"0.08,0.04\", penwidth=1];");
    List<Row> rows = rows();
    for (Row row : rows) {
      writeRow(row);
    }
    writeOrder(rows);
    writeEdges();
    dot.write(DotLegend.standingBelow(DotText.quoted(Node.INPUT.name())));
    line("}");
  }

  /** Nodes that stand side by side. */
  private record Row(Node.Kind kind, int layer, List<Node> nodes) {

    boolean takes(Node node) {
      return node.kind() == kind && node.layer() == layer;
    }

    String id() {
      return "row " + Options.word(kind) + " " + layer;
    }

    String caption() {
      return kind == Node.Kind.HEAD ? "layer " + layer : "";
    }
  }

  /** The rows from the bottom up. Nodes come in the order of the model, so rows do too. */
  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Node node : graph.vertexSet()) {
      if (rows.isEmpty() || !rows.get(rows.size() - 1).takes(node)) {
        rows.add(new Row(node.kind(), node.layer(), new ArrayList<>()));
      }
      rows.get(rows.size() - 1).nodes().add(node);
    }
    return rows;
  }

  private void writeRow(Row row) throws IOException {
    line("  {");
    line("    rank=same;");
    line(
        "    "
            + DotText.quoted(row.id())
            + " [shape=plaintext, style=\"\", fontcolor=\"#8a8a8a\", fontsize=10, label="
            + DotText.quoted(row.caption())
            + "];");
    line("    node [" + DotStyle.of(row.kind()) + "];");
    line(
        row.nodes().stream()
            .map(node -> DotText.quoted(node.name()))
            .collect(Collectors.joining("; ", "    ", ";")));
    line("  }");
  }

  /** Rows keep their order whichever edges there are. */
  private void writeOrder(List<Row> rows) throws IOException {
    line(
        rows.stream()
            .map(row -> DotText.quoted(row.id()))
            .collect(Collectors.joining(" -> ", "  ", " [style=invis, weight=100];")));
  }

  private void writeEdges() throws IOException {
    double largest = 0;
    for (Edge edge : graph.edgeSet()) {
      largest = Math.max(largest, Math.abs(ReportText.score(report, edge).orElse(0)));
    }
    for (Edge edge : graph.edgeSet()) {
      line(
          "  %s -> %s [id=%s, %s];"
              .formatted(
                  DotText.quoted(edge.source().name()),
                  DotText.quoted(edge.target().name()),
                  DotText.quoted(edge.name()),
                  DotStyle.of(edge, ReportText.score(report, edge), largest)));
    }
  }

  private void line(String text) throws IOException {
    dot.write(text);
    dot.write('\n');
  }
}
