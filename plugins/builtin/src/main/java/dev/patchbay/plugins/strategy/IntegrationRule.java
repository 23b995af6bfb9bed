package dev.patchbay.plugins.strategy;

import dev.patchbay.spi.plugin.PatchbayException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where on the way from ablated (α = 0) to clean (α = 1) gradients are taken to stand for their
 * mean over the whole way, cut into m equal pieces.
 */
public enum IntegrationRule {
  /** α = 0, 1/m, … 1 − 1/m: the ablated end and not the clean one. */
  LEFT,
  /** α = 1/m, 2/m, … 1: the clean end and not the ablated one. */
  RIGHT,
  /** The middle of each piece. */
  MIDPOINT,
  /** Both ends of each piece: m + 1 gradients, those at the two ends of the way counted half. */
  TRAPEZOID;

  /**
   * A place on the way.
   *
   * @param alpha 0 at the ablated end, 1 at the clean one
   * @param weight what the gradient there counts; the weights of all points sum to 1
   */
  record Point(double alpha, double weight) {}

  /**
   * The places of m pieces, ablated end first.
   *
   * @param m how many pieces, at least 1
   */
  List<Point> points(int m) {
    double piece = 1.0 / m;
    return switch (this) {
      case LEFT -> IntStream.range(0, m).mapToObj(k -> at(k, m, piece)).toList();
      case RIGHT -> IntStream.rangeClosed(1, m).mapToObj(k -> at(k, m, piece)).toList();
      case MIDPOINT -> IntStream.range(0, m).mapToObj(k -> at(k + .5, m, piece)).toList();
      case TRAPEZOID ->
          IntStream.rangeClosed(0, m)
              .mapToObj(k -> at(k, m, k == 0 || k == m ? piece / 2 : piece))
              .toList();
    };
  }

  private static Point at(double k, int m, double weight) {
    return new Point(k / m, weight);
  }

  /** Each point is a pass there and back; the error of the rules falls with the number. */
  private static final int MOST_POINTS = 1000;

  /** Refuses a number of points that is none, or more than anybody waits for. */
  static void requirePoints(String strategy, int points) {
    if (points < 1 || points > MOST_POINTS) {
      throw PatchbayException.usage(
          "%s cannot integrate over points=%s.".formatted(strategy, points),
          "Give 1 to %s; 5 is usual.".formatted(MOST_POINTS));
    }
  }
}
