package dev.patchbay.export;

import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.report.CircuitReport;
import java.io.IOException;
import java.io.Writer;
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
    line("    margin=0.2, labelloc=t, label=" + title() + "];");
    line("  node [fontname=\"Helvetica,Arial,sans-serif\", fontsize=11, style=\"filled\",");
    line("    height=0.3, width=0.55, margin=\"0.08,0.04\", penwidth=1];");
    List<Row> rows = Row.of(graph);
    for (Row row : rows) {
      writeRow(row);
    }
    writeOrder(rows);
    writeEdges();
    dot.write(DotLegend.standingBelow(DotText.quoted(Node.INPUT.name())));
    line("}");
  }

  /** An HTML-like label, brackets included. */
  private String title() {
    ReportTitle title = ReportTitle.of(report);
    return "<<FONT POINT-SIZE=\"16\"><B>%s</B> on <B>%s</B></FONT><BR/><FONT POINT-SIZE=\"6\"> </FONT><BR/>%s<BR/>%s<BR/> >"
        .formatted(
            DotText.html(title.task()),
            DotText.html(title.model()),
            DotText.html(title.method()),
            DotText.html(title.outcome()));
  }

  private static String id(Row row) {
    return "row " + Options.word(row.kind()) + " " + row.layer();
  }

  private void writeRow(Row row) throws IOException {
    line("  {");
    line("    rank=same;");
    line(
        "    "
            + DotText.quoted(id(row))
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
            .map(row -> DotText.quoted(id(row)))
            .collect(Collectors.joining(" -> ", "  ", " [style=invis, weight=100];")));
  }

  private void writeEdges() throws IOException {
    double largest = Look.largest(report, graph);
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
