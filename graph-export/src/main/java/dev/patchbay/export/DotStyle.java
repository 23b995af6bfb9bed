package dev.patchbay.export;

import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What nodes and edges look like in DOT. Colours are Okabe and Ito's, which colour-blind readers
 * tell apart; the arrow heads tell the ports apart without colour.
 */
final class DotStyle {

  /** How an edge is drawn whose score is below 0. */
  static final String HINDERS = "style=dashed";

  private static final double THINNEST = 0.7;
  private static final double THICKEST = 3.7;
  private static final double UNSCORED = 1.2;

  private DotStyle() {}

  /** The attributes of a kind of nodes. */
  static String of(Node.Kind kind) {
    return switch (kind) {
      case INPUT, POSITIONS, LOGITS ->
          "shape=box, fillcolor=\"#37424d\", color=\"#37424d\", fontcolor=white";
      case HEAD -> "shape=box, fillcolor=\"#dcebf7\", color=\"#4f7fa8\"";
      case KV_GROUP -> "shape=octagon, fillcolor=\"#f1f1f1\", color=\"#8a8a8a\"";
      case MLP -> "shape=ellipse, fillcolor=\"#fff0c7\", color=\"#b08a2e\"";
    };
  }

  /** Colour and arrow head of the edges that enter a port. */
  static String of(Port port) {
    return switch (port) {
      case Q -> "color=\"#0072b2\", arrowhead=normal";
      case K -> "color=\"#d55e00\", arrowhead=diamond";
      case V -> "color=\"#009e73\", arrowhead=dot";
      case INPUT -> "color=\"#4d4d4d\", arrowhead=vee";
      case WIRE -> "color=\"#b0b0b0\", arrowhead=none, penwidth=0.5";
    };
  }

  /**
   * Everything about an edge.
   *
   * @param score its score, if it has one
   * @param largest the score's |scale|: that of the thickest line
   */
  static String of(Edge edge, OptionalDouble score, double largest) {
    String name = edge.name();
    if (edge.port() == Port.WIRE) {
      return of(Port.WIRE) + ", tooltip=" + DotText.quoted(name);
    }
    String told = score.isPresent() ? ReportText.exact(score.getAsDouble()) : "not scored";
    return of(edge.port())
        + ", "
        + (score.isEmpty() || largest == 0
            ? pen(UNSCORED)
            : width(Math.min(1, Math.abs(score.getAsDouble()) / largest)))
        + (score.orElse(0) < 0 ? ", " + HINDERS : "")
        + ", tooltip="
        + DotText.quoted(name + ": " + told);
  }

  /** The width of a line whose |score| is this share of the largest. */
  static String width(double share) {
    return pen(THINNEST + (THICKEST - THINNEST) * share);
  }

  /** A thick line would hide an arrow head that does not grow with it. */
  private static String pen(double width) {
    return String.format(Locale.ROOT, "penwidth=%.2f, arrowsize=%.2f", width, 0.5 + 0.12 * width);
  }
}
