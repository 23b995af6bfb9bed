package dev.patchbay.export;

import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.report.CircuitReport;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A drawing as an XML parser reads it. */
final class Svg {

  private final Document document;

  private Svg(Document document) {
    this.document = document;
  }

  static Svg of(CircuitReport report) {
    return parsed(Reports.bytes(new SvgFormat(), report));
  }

  static Svg ofEveryEdge(CircuitReport report) {
    return parsed(Reports.bytes(new SvgFormat(), report, Map.of("edges", "all")));
  }

  static Svg ofTheme(CircuitReport report, String theme) {
    return parsed(Reports.bytes(new SvgFormat(), report, Map.of("theme", theme)));
  }

  private static Svg parsed(byte[] bytes) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setNamespaceAware(true);
      return new Svg(factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes)));
    } catch (Exception e) {
      throw new AssertionError("The drawing is no XML.", e);
    }
  }

  Element root() {
    return document.getDocumentElement();
  }

  List<Element> all(String tag) {
    return children(root(), tag);
  }

  static List<Element> children(Element parent, String tag) {
    NodeList found = parent.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  /** The ids of the elements of a class, {@code node} or {@code edge}. */
  List<String> ids(String type) {
    return all("g").stream()
        .filter(group -> group.getAttribute("class").startsWith(type + " "))
        .map(group -> group.getAttribute("id"))
        .toList();
  }

  Element group(String id) {
    return all("g").stream().filter(g -> g.getAttribute("id").equals(id)).findFirst().orElseThrow();
  }

  Element node(Node node) {
    return group(node.name());
  }

  /** The line of an edge that is seen. */
  Element line(String edge) {
    return children(group(edge), "path").get(0);
  }

  /** Where an edge's line begins and ends: x, y, x, y. */
  double[] ends(Edge edge) {
    String[] numbers =
        line(edge.name()).getAttribute("d").replaceAll("[A-Z]", " ").strip().split("[ ,]+", -1);
    int last = numbers.length;
    return new double[] {
      Double.parseDouble(numbers[0]),
      Double.parseDouble(numbers[1]),
      Double.parseDouble(numbers[last - 2]),
      Double.parseDouble(numbers[last - 1])
    };
  }

  /** Where the body of a node lies: left, top, width, height; of heads and the two ends. */
  double[] rectangle(Node node) {
    Element body = children(node(node), "rect").get(0);
    return new double[] {
      Double.parseDouble(body.getAttribute("x")),
      Double.parseDouble(body.getAttribute("y")),
      Double.parseDouble(body.getAttribute("width")),
      Double.parseDouble(body.getAttribute("height"))
    };
  }
}
