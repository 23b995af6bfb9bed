package dev.patchbay.export;

import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.report.CircuitReport;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jgrapht.Graph;

/** One report on its way into GraphML. */
final class GraphMlDocument {

  private static final String NAMESPACE = "http://graphml.graphdrawing.org/xmlns";

  private final XMLStreamWriter xml;
  private final CircuitReport report;

  GraphMlDocument(XMLStreamWriter xml, CircuitReport report) {
    this.xml = xml;
    this.report = report;
  }

  void write(Graph<Node, Edge> graph) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    line("");
    xml.writeStartElement("graphml");
    xml.writeDefaultNamespace(NAMESPACE);
    xml.writeNamespace("xsi", "http://www.w3.org/2001/XMLSchema-instance");
    xml.writeAttribute(
        "xsi:schemaLocation", NAMESPACE + " http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd");
    declareAttributes();
    line("  ");
    xml.writeStartElement("graph");
    xml.writeAttribute("id", "circuit");
    xml.writeAttribute("edgedefault", "directed");
    attribute("    ", "model", report.model());
    attribute("    ", "task", report.task());
    attribute("    ", "strategy", report.strategy().toString());
    attribute("    ", "metric", report.metric().toString());
    attribute("    ", "ablation", report.ablation().toString());
    for (Node node : graph.vertexSet()) {
      writeNode(node);
    }
    for (Edge edge : graph.edgeSet()) {
      writeEdge(edge);
    }
    line("  ");
    xml.writeEndElement();
    line("");
    xml.writeEndElement();
    line("");
    xml.writeEndDocument();
  }

  private void declareAttributes() throws XMLStreamException {
    for (String name : new String[] {"model", "task", "strategy", "metric", "ablation"}) {
      declare("graph", name, "string");
    }
    for (String end : new String[] {"node", "edge"}) {
      declare(end, "name", "string");
      declare(end, "kind", "string");
      declare(end, "layer", "int");
      declare(end, "head", "int");
    }
    declare("edge", "qkv", "string");
    declare("edge", "score", "double");
    declare("edge", "in_circuit", "boolean");
  }

  private void declare(String element, String name, String type) throws XMLStreamException {
    line("  ");
    xml.writeEmptyElement("key");
    xml.writeAttribute("id", element + "_" + name);
    xml.writeAttribute("for", element);
    xml.writeAttribute("attr.name", name);
    xml.writeAttribute("attr.type", type);
  }

  private void writeNode(Node node) throws XMLStreamException {
    line("    ");
    xml.writeStartElement("node");
    xml.writeAttribute("id", node.name());
    data("node_name", node.name());
    data("node_kind", Options.word(node.kind()));
    data("node_layer", ReportText.layer(node));
    data("node_head", ReportText.head(node));
    xml.writeEndElement();
  }

  private void writeEdge(Edge edge) throws XMLStreamException {
    line("    ");
    xml.writeStartElement("edge");
    xml.writeAttribute("id", id(edge));
    xml.writeAttribute("source", edge.source().name());
    xml.writeAttribute("target", edge.target().name());
    data("edge_name", edge.name());
    data("edge_kind", edge.port().label());
    data("edge_layer", ReportText.layer(edge.target()));
    data("edge_head", ReportText.head(edge.target()));
    if (!edge.qkv().isEmpty()) {
      data("edge_qkv", edge.qkv());
    }
    OptionalDouble score = ReportText.score(report, edge);
    if (score.isPresent()) {
      data("edge_score", ReportText.exact(score.getAsDouble()));
    }
    data("edge_in_circuit", Boolean.toString(report.circuit().containsEdge(edge)));
    xml.writeEndElement();
  }

  /** The schema wants a name token: {@code a0.h3-a1.h1:k} for {@code a0.h3->a1.h1<k>}. */
  private static String id(Edge edge) {
    String qkv = edge.qkv().isEmpty() ? "" : ":" + edge.qkv();
    return edge.source().name() + "-" + edge.target().name() + qkv;
  }

  private void data(String key, OptionalInt number) throws XMLStreamException {
    if (number.isPresent()) {
      data(key, Integer.toString(number.getAsInt()));
    }
  }

  private void data(String key, String text) throws XMLStreamException {
    xml.writeStartElement("data");
    xml.writeAttribute("key", key);
    characters(text);
    xml.writeEndElement();
  }

  private void attribute(String indent, String name, String text) throws XMLStreamException {
    line(indent);
    data("graph_" + name, text);
  }

  /** A reader turns a bare carriage return into a line feed: written as a reference it stays. */
  private void characters(String text) throws XMLStreamException {
    String[] pieces = ReportText.xmlSafe(text).split("\r", -1);
    xml.writeCharacters(pieces[0]);
    for (int i = 1; i < pieces.length; i++) {
      xml.writeEntityRef("#xD");
      xml.writeCharacters(pieces[i]);
    }
  }

  private void line(String indent) throws XMLStreamException {
    xml.writeCharacters("\n" + indent);
  }
}
