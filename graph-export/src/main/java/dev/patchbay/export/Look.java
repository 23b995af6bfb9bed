package dev.patchbay.export;

import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import dev.patchbay.spi.report.CircuitReport;
import java.util.OptionalDouble;
import org.jgrapht.Graph;

/**
 * What drawings in every format have in common. Colours are Okabe and Ito's, which colour-blind
 * readers tell apart.
 */
final class Look {

  /** The colour of what belongs to no port, and of small print. */
  static final String NEUTRAL = "#4d4d4d";

  private static final double THINNEST = 0.7;
  private static final double THICKEST = 3.7;
  private static final double UNSCORED = 1.2;

  private Look() {}

  /** The colour of edges that enter a port. */
  static String colour(Port port) {
    return switch (port) {
      case Q -> "#0072b2";
      case K -> "#d55e00";
      case V -> "#009e73";
      case INPUT -> NEUTRAL;
      case WIRE -> "#b0b0b0";
    };
  }

  /** The inside of a node. */
  static String fill(Node.Kind kind) {
    return switch (kind) {
      case INPUT, POSITIONS, LOGITS -> "#37424d";
      case HEAD -> "#dcebf7";
      case KV_GROUP -> "#f1f1f1";
      case MLP -> "#fff0c7";
    };
  }

  /** The outline of a node. */
  static String outline(Node.Kind kind) {
    return switch (kind) {
      case INPUT, POSITIONS, LOGITS -> "#37424d";
      case HEAD -> "#4f7fa8";
      case KV_GROUP -> "#8a8a8a";
      case MLP -> "#b08a2e";
    };
  }

  /** The largest |score| in a drawing: that of the thickest line. */
  static double largest(CircuitReport report, Graph<Node, Edge> graph) {
    double largest = 0;
    for (Edge edge : graph.edgeSet()) {
      largest = Math.max(largest, Math.abs(ReportText.score(report, edge).orElse(0)));
    }
    return largest;
  }

  /** The width of an edge's line, in points. */
  static double width(OptionalDouble score, double largest) {
    return score.isEmpty() || largest == 0
        ? UNSCORED
        : width(Math.min(1, Math.abs(score.getAsDouble()) / largest));
  }

  /** The width of a line whose |score| is this share of the largest. */
  static double width(double share) {
    return THINNEST + (THICKEST - THINNEST) * share;
  }

  /** What is shown when a reader points at an edge. */
  static String told(Edge edge, OptionalDouble score) {
    if (edge.port() == Port.WIRE) {
      return edge.name();
    }
    return edge.name()
        + ": "
        + (score.isPresent() ? ReportText.exact(score.getAsDouble()) : "not scored");
  }
}
