package dev.patchbay.export;

import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import java.util.Locale;
import java.util.OptionalDouble;

/** What nodes and edges look like in DOT. The arrow heads tell the ports apart without colour. */
final class DotStyle {

  /** How an edge is drawn whose score is below 0. */
  static final String HINDERS = "style=dashed";

  private DotStyle() {}

  /** The attributes of a kind of nodes. */
  static String of(Node.Kind kind) {
    String shape =
        switch (kind) {
          case INPUT, POSITIONS, LOGITS, HEAD -> "box";
          case KV_GROUP -> "octagon";
          case MLP -> "ellipse";
        };
    boolean end =
        kind == Node.Kind.INPUT || kind == Node.Kind.POSITIONS || kind == Node.Kind.LOGITS;
    return "shape=%s, fillcolor=\"%s\", color=\"%s\"%s"
        .formatted(shape, Look.fill(kind), Look.outline(kind), end ? ", fontcolor=white" : "");
  }

  /** Colour and arrow head of the edges that enter a port. */
  static String of(Port port) {
    String arrow =
        switch (port) {
          case Q -> "normal";
          case K -> "diamond";
          case V -> "dot";
          case INPUT -> "vee";
          case WIRE -> "none, penwidth=0.5";
        };
    return "color=\"" + Look.colour(port) + "\", arrowhead=" + arrow;
  }

  /**
   * Everything about an edge.
   *
   * @param score its score, if it has one
   * @param largest the score's |scale|: that of the thickest line
   */
  static String of(Edge edge, OptionalDouble score, double largest) {
    String tooltip = "tooltip=" + DotText.quoted(Look.told(edge, score));
    if (edge.port() == Port.WIRE) {
      return of(Port.WIRE) + ", " + tooltip;
    }
    return of(edge.port())
        + ", "
        + pen(Look.width(score, largest))
        + (score.orElse(0) < 0 ? ", " + HINDERS : "")
        + ", "
        + tooltip;
  }

  /** A thick line would hide an arrow head that does not grow with it. */
  static String pen(double width) {
    return String.format(Locale.ROOT, "penwidth=%.2f, arrowsize=%.2f", width, 0.5 + 0.12 * width);
  }
}
