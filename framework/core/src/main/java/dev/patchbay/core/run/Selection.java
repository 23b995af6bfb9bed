package dev.patchbay.core.run;

import dev.patchbay.spi.graph.EdgeScores.Ranking;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How a circuit is chosen from scores. At most one of the two is given; with neither, the smallest
 * absolute top-k on the grid of MIB's edge fractions whose faithfulness is at least .9.
 *
 * @param edges how many edges to keep
 * @param threshold the lowest rank to keep
 * @param ranking by what edges are ranked
 */
public record Selection(OptionalInt edges, OptionalDouble threshold, Ranking ranking) {

  /** Chosen by faithfulness. */
  public static final Selection AUTOMATIC =
      new Selection(OptionalInt.empty(), OptionalDouble.empty(), Ranking.ABSOLUTE);

  /** Whether neither a number of edges nor a threshold was given. */
  public boolean isAutomatic() {
    return edges.isEmpty() && threshold.isEmpty();
  }
}
