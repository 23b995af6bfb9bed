package dev.patchbay.export;

import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import java.util.List;

/**
 * The room that a node takes in a drawing, in pixels: the body, and below it a strip in which the
 * marks of its inputs hang.
 *
 * @param ports its inputs, from left to right
 */
record SvgBox(double width, double body, List<Port> ports) {

  /** The height of the strip below a node that reads. */
  static final double STRIP = 10;

  /**
   * @param grouped whether heads of the model get keys and values from a group of heads
   */
  static SvgBox of(Node.Kind kind, boolean grouped) {
    return switch (kind) {
      case INPUT, POSITIONS -> new SvgBox(64, 26, List.of());
      case LOGITS -> new SvgBox(64, 26, List.of(Port.INPUT));
      case HEAD ->
          new SvgBox(
              62, 34, grouped ? List.of(Port.Q, Port.WIRE) : List.of(Port.Q, Port.K, Port.V));
      case KV_GROUP -> new SvgBox(62, 34, List.of(Port.K, Port.V));
      case MLP -> new SvgBox(62, 28, List.of(Port.INPUT));
    };
  }

  double height() {
    return ports.isEmpty() ? body : body + STRIP;
  }

  /** How far from the left an input is. */
  double at(Port port) {
    return width * (2 * ports.indexOf(port) + 1) / (2 * ports.size());
  }
}
