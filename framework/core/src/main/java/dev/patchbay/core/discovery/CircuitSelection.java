package dev.patchbay.core.discovery;

import dev.patchbay.core.run.Selection;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.CurvePoint;
import dev.patchbay.spi.run.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Chooses a circuit from scores, and measures what other choices would have given. */
record CircuitSelection(CircuitMetric metric, Progress progress) {

  /** What share of the behaviour an automatically chosen circuit must carry. */
  private static final double FAITHFUL = .9;

  /** Which share of the edges is no longer a small circuit. */
  private static final double SMALL = .1;

  /**
   * A circuit and how it came about.
   *
   * @param circuit the circuit, not pruned
   * @param words the rule, for the report
   */
  record Selected(Circuit circuit, String words) {}

  /** Which circuit does the selection make of the scores? */
  Selected select(EdgeScores scores, Selection selection) {
    Ranking ranking = selection.ranking();
    if (selection.edges().isPresent()) {
      return top(scores, selection.edges().getAsInt(), ranking);
    }
    if (selection.threshold().isPresent()) {
      double threshold = selection.threshold().getAsDouble();
      return new Selected(
          scores.atLeast(threshold, ranking),
          "edges with " + ranking.words() + " >= " + threshold + unscored(scores));
    }
    if (metric.evaluate(Circuit.full(scores.graph())).faithfulness().isEmpty()) {
      return all(
          scores,
          "the whole model and the empty circuit have the metrics "
              + metric.full()
              + " and "
              + metric.empty()
              + ", which differ by no more than rounding, so that no circuit is more faithful than another");
    }
    if (scores.scoredCount() > 1 && ranks(scores, ranking).distinct().count() == 1) {
      return all(
          scores,
          "each has the same "
              + ranking.words()
              + ", "
              + ranks(scores, ranking).findFirst().orElseThrow()
              + ", so that none comes before another");
    }
    return faithful(scores, ranking);
  }

  private static Selected all(EdgeScores scores, String why) {
    return new Selected(Circuit.full(scores.graph()), "all edges: " + why);
  }

  private static DoubleStream ranks(EdgeScores scores, Ranking ranking) {
    return IntStream.range(0, scores.graph().edgeCount())
        .filter(scores::isScored)
        .mapToDouble(scores::valueOrZero)
        .map(ranking::of);
  }

  private static Selected top(EdgeScores scores, int count, Ranking ranking) {
    int unscored = scores.graph().edgeCount() - scores.scoredCount();
    if (count < unscored) {
      throw PatchbayException.usage(
          "Asked for %s edges, but %s have no score and stay in every circuit."
              .formatted(count, unscored),
          "Give --edges a number from %s to %s.".formatted(unscored, scores.graph().edgeCount()));
    }
    Circuit circuit = scores.top(count, ranking);
    return new Selected(circuit, largest(scores, circuit, ranking));
  }

  /**
   * A circuit that is faithful where the next smaller one is not. Where faithfulness rises with the
   * number of edges there is no smaller one; where it does not, some may be that are before the
   * last of MIB's sizes that is not faithful, or between two that bisection passed over.
   */
  private Selected faithful(EdgeScores scores, Ranking ranking) {
    int edges = scores.graph().edgeCount();
    int fewest = edges - scores.scoredCount();
    int below = fewest - 1; // too few, whether by their faithfulness or because they must stay
    int enough = edges;
    for (int count : progress.over("select", sizes(scores))) {
      if (isFaithful(scores.top(count, ranking))) {
        enough = count;
        break;
      }
      below = count;
    }
    progress.start("select", Integer.SIZE - Integer.numberOfLeadingZeros(enough - below - 1));
    while (enough - below > 1) {
      progress.throwIfStopped();
      int middle = (below + enough) / 2;
      if (isFaithful(scores.top(middle, ranking))) {
        enough = middle;
      } else {
        below = middle;
      }
      progress.step("");
    }
    Circuit circuit = scores.top(enough, ranking);
    return new Selected(
        circuit,
        largest(scores, circuit, ranking)
            + ": a faithfulness of at least "
            + FAITHFUL
            + (enough == fewest ? "" : ", which one edge fewer does not have")
            + (enough > SMALL * edges ? "; no small circuit: more than a tenth of the edges" : ""));
  }

  private boolean isFaithful(Circuit circuit) {
    return metric.evaluate(circuit).faithfulness().orElseThrow() >= FAITHFUL;
  }

  /** The metric of the edges with the largest |score|, at each of MIB's sizes. */
  List<CurvePoint> curve(EdgeScores scores) {
    List<CurvePoint> curve = new ArrayList<>();
    for (int count : progress.over("curve", sizes(scores))) {
      curve.add(new CurvePoint(count, metric.of(scores.top(count, Ranking.ABSOLUTE))));
    }
    return curve;
  }

  private static List<Integer> sizes(EdgeScores scores) {
    int edges = scores.graph().edgeCount();
    return EdgeFractions.sizes(edges, edges - scores.scoredCount()).stream().distinct().toList();
  }

  // Joined, not formatted: a report's words must not depend on the machine's language.
  private static String largest(EdgeScores scores, Circuit circuit, Ranking ranking) {
    String tie =
        TieAtCut.of(scores, ranking, circuit).map(found -> " (" + found.words() + ")").orElse("");
    return "the "
        + circuit.size()
        + " edges with the largest "
        + ranking.words()
        + unscored(scores)
        + tie;
  }

  private static String unscored(EdgeScores scores) {
    int unscored = scores.graph().edgeCount() - scores.scoredCount();
    return unscored == 0 ? "" : ", among them " + unscored + " without a score";
  }
}
