package dev.patchbay.export;

import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import javax.xml.stream.XMLStreamException;

/** The legend below a drawing: what the shapes of nodes and the looks of edges mean. */
final class SvgLegend {

  /** How wide and high it is. */
  static final double WIDTH = 640;

  static final double HEIGHT = 66;

  private static final double STEP = WIDTH / 6;

  private final SvgElements svg;
  private final boolean grouped;

  /**
   * @param grouped whether heads get keys and values from a group of heads
   */
  SvgLegend(SvgElements svg, boolean grouped) {
    this.svg = svg;
    this.grouped = grouped;
  }

  /**
   * Draws it with its left upper corner here.
   *
   * @param largest the score of the thickest line
   */
  void write(double x, double y, double largest) throws XMLStreamException {
    svg.open("g", "class=start transform=translate(%s,%s)", x, y);
    svg.empty("rect", "class=frame width=%s height=%s rx=6", WIDTH, HEIGHT);
    arrow(0, Port.Q, "query (q)");
    arrow(1, Port.K, "key (k)");
    arrow(2, Port.V, "value (v)");
    arrow(3, Port.INPUT, "MLP, logits");
    shape(4, Node.Kind.HEAD, "head");
    shape(5, Node.Kind.MLP, "MLP");
    line(0, "supports", 1.8, "");
    line(1, "hinders", 1.8, " hinders");
    line(2, "small", Look.width(0), "");
    line(
        3,
        "largest |score|" + (largest == 0 ? "" : " " + ReportTitle.shown(largest)),
        Look.width(1),
        "");
    if (grouped) {
      shape(5, Node.Kind.KV_GROUP, "group");
    }
    svg.close();
  }

  private void arrow(int column, Port port, String words) throws XMLStreamException {
    double x = 14 + column * STEP;
    svg.open("g", "class=%s", port.label());
    svg.empty("path", "class=seen d=M%s,34V24 stroke-width=1.8", x + 5);
    SvgShape.mark(svg, port, x + 5, 14);
    words(x + 18, 27, words);
    svg.close();
  }

  private void shape(int column, Node.Kind kind, String words) throws XMLStreamException {
    double x = 14 + column * STEP;
    double y = kind == Node.Kind.KV_GROUP ? 40 : 14;
    svg.open("g", "class=%s", SvgStyle.type(kind));
    SvgShape.body(svg, kind, x, y, 28, 18);
    words(x + 36, y + 13, words);
    svg.close();
  }

  private void line(int column, String words, double width, String look) throws XMLStreamException {
    double x = 14 + column * STEP;
    svg.open("g", "class=input");
    svg.empty("path", "class=%s d=M%s,49h28 stroke-width=%s", "seen" + look, x, width);
    words(x + 36, 53, words);
    svg.close();
  }

  private void words(double x, double y, String words) throws XMLStreamException {
    svg.text(words, "class=faint x=%s y=%s font-size=11", x, y);
  }
}
