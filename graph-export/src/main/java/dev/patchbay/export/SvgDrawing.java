package dev.patchbay.export;

import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import dev.patchbay.spi.report.CircuitReport;
import java.util.List;
import java.util.OptionalDouble;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jgrapht.Graph;

/** One report on its way into SVG. */
final class SvgDrawing {

  private static final double MARGIN = 24;

  /** Room for the captions of the rows. */
  private static final double CAPTIONS = 52;

  private final XMLStreamWriter xml;
  private final SvgElements svg;
  private final CircuitReport report;
  private final Graph<Node, Edge> graph;
  private final List<Row> rows;
  private final SvgLayout layout;
  private final double width;
  private final SvgStyle.Theme theme;

  /**
   * @param graph the edges that are drawn
   */
  SvgDrawing(
      XMLStreamWriter xml, CircuitReport report, Graph<Node, Edge> graph, SvgStyle.Theme theme) {
    this.xml = xml;
    this.svg = new SvgElements(xml);
    this.report = report;
    this.graph = graph;
    this.theme = theme;
    this.rows = Row.of(graph);
    this.layout = new SvgLayout(graph, rows, report.graph().shape().grouped());
    this.width = Math.max(SvgLegend.WIDTH, layout.width() + 2 * CAPTIONS);
  }

  void write() throws XMLStreamException {
    ReportTitle title = ReportTitle.of(report);
    SvgCaption caption = SvgCaption.of(title, width);
    double body = MARGIN + caption.height() + 16;
    double legend = body + layout.height() + 24;
    double height = legend + SvgLegend.HEIGHT + MARGIN;
    xml.writeStartDocument("UTF-8", "1.0");
    String w = SvgText.number(width + 2 * MARGIN);
    String h = SvgText.number(height);
    svg.open(
        "svg",
        "xmlns=http://www.w3.org/2000/svg width=%s height=%s viewBox=%s role=graphics-document aria-label=%s",
        w,
        h,
        "0 0 " + w + " " + h,
        caption.words());
    svg.holding("title", caption.words());
    svg.holding("style", SvgStyle.sheet(theme));
    svg.empty("rect", "class=paper width=100% height=100%");
    caption.write(svg, MARGIN, MARGIN);
    double left = MARGIN + (width - layout.width()) / 2;
    svg.open("g", "transform=translate(%s,%s)", left, body);
    for (Row row : rows) {
      band(row, MARGIN - left);
    }
    double largest = Look.largest(report, graph);
    for (Edge edge : graph.edgeSet()) {
      edge(edge, largest);
    }
    for (Node node : graph.vertexSet()) {
      node(node);
    }
    svg.close();
    new SvgLegend(svg, report.graph().shape().grouped()).write(MARGIN, legend, largest);
    xml.writeCharacters("\n");
    xml.writeEndElement();
    xml.writeCharacters("\n");
    xml.writeEndDocument();
  }

  /** A stripe behind a layer's heads, with its number. */
  private void band(Row row, double left) throws XMLStreamException {
    if (row.kind() != Node.Kind.HEAD) {
      return;
    }
    double top = layout.top(row.nodes().get(0)) - 6;
    double height = layout.box(row.nodes().get(0)).height() + 12;
    svg.open("g", "class=start");
    svg.empty("rect", "class=band x=%s y=%s width=%s height=%s rx=4", left, top, width, height);
    svg.text(row.caption(), "class=faint x=%s y=%s font-size=11", left + 6, top + height / 2 + 4);
    svg.close();
  }

  private void edge(Edge edge, double largest) throws XMLStreamException {
    OptionalDouble score = ReportText.score(report, edge);
    String path = layout.path(edge);
    svg.openPicture(edge.name(), "edge " + edge.port().label(), Look.told(edge, score));
    svg.empty(
        "path",
        "class=%s d=%s stroke-width=%s",
        score.orElse(0) < 0 ? "seen hinders" : "seen",
        path,
        edge.port() == Port.WIRE ? 0.6 : Look.width(score, largest));
    svg.empty("path", "class=felt d=%s", path);
    svg.close();
  }

  private void node(Node node) throws XMLStreamException {
    SvgBox box = layout.box(node);
    double x = layout.left(node);
    double y = layout.top(node);
    svg.openPicture(node.name(), "node " + SvgStyle.type(node.kind()), words(node));
    for (Port port : box.ports()) {
      if (graph.incomingEdgesOf(node).stream().anyMatch(edge -> edge.port() == port)) {
        SvgShape.mark(svg, port, x + box.at(port), y + box.body());
      }
    }
    SvgShape.body(svg, node.kind(), x, y, box.width(), box.body());
    boolean letters = box.ports().size() > 1;
    text(node.name(), "name", x + box.width() / 2, y + (letters ? 15 : box.body() / 2 + 4));
    for (Port port : box.ports()) {
      if (!port.suffix().isEmpty()) {
        text(port.label(), "name letter", x + box.at(port), y + box.body() - 4);
      }
    }
    svg.close();
  }

  private void text(String text, String type, double x, double y) throws XMLStreamException {
    svg.text(text, "class=%s x=%s y=%s", type, x, y);
  }

  private String words(Node node) {
    String layer = " of layer " + node.layer();
    String what =
        switch (node.kind()) {
          case INPUT -> "the token embedding";
          case POSITIONS -> "the position embedding";
          case HEAD -> "attention head " + node.index() + layer;
          case KV_GROUP -> "keys and values " + node.index() + layer;
          case MLP -> "the MLP" + layer;
          case LOGITS -> "the unembedding";
        };
    return node.name()
        + (": " + what)
        + (", edges in " + graph.inDegreeOf(node))
        + (", out " + graph.outDegreeOf(node));
  }
}
