package dev.patchbay.export;

import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import javax.xml.stream.XMLStreamException;

/** The shapes of nodes and of the marks of their inputs, which tell them apart without colour. */
final class SvgShape {

  private SvgShape() {}

  /** A node's body with its left upper corner here. */
  static void body(SvgElements svg, Node.Kind kind, double x, double y, double width, double height)
      throws XMLStreamException {
    switch (kind) {
      case MLP ->
          svg.empty(
              "ellipse",
              "class=body cx=%s cy=%s rx=%s ry=%s",
              x + width / 2,
              y + height / 2,
              width / 2,
              height / 2);
      case KV_GROUP -> svg.empty("path", "class=body d=%s", octagon(x, y, width, height));
      case INPUT, POSITIONS, LOGITS, HEAD ->
          svg.empty(
              "rect",
              "class=body x=%s y=%s width=%s height=%s rx=%s",
              x,
              y,
              width,
              height,
              kind == Node.Kind.HEAD ? 4 : 2);
    }
  }

  private static String octagon(double x, double y, double width, double height) {
    String across = SvgText.number(width - 16);
    String down = SvgText.number(height - 16);
    return "M%1$s,%2$sh%3$sl8,8v%4$sl-8,8h-%3$sl-8,-8v-%4$sz"
        .formatted(SvgText.number(x + 8), SvgText.number(y), across, down);
  }

  /** The mark of an input: where the edges into it end. Its tip is here, it hangs below. */
  static void mark(SvgElements svg, Port port, double x, double y) throws XMLStreamException {
    String shape =
        switch (port) {
          case Q -> "l5,10h-10z";
          case K -> "l5,5l-5,5l-5,-5z";
          case V -> "a5,5,0,0,1,0,10a5,5,0,0,1,0,-10z";
          case INPUT -> "l5,9l-4,-2v3h-2v-3l-4,2z";
          case WIRE -> "h.5v10h-1v-10z";
        };
    svg.empty("path", "class=%s d=M%s,%s%s", "mark " + port.label(), x, y, shape);
  }
}
