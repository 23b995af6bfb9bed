package dev.patchbay.core.discovery;

import dev.patchbay.core.judgement.EdgeFractions;
import dev.patchbay.core.run.Selection;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.CurvePoint;
import dev.patchbay.spi.run.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Chooses a circuit from scores, and measures what other choices would have given. */
final class CircuitSelection {

  /** What share of the behaviour an automatically chosen circuit must carry. */
  private static final double FAITHFUL = .9;

  private final CircuitMetric metric;
  private final Progress progress;

  CircuitSelection(CircuitMetric metric, Progress progress) {
    this.metric = metric;
    this.progress = progress;
  }

  /**
   * A circuit and how it came about.
   *
   * @param circuit the circuit, not pruned
   * @param words the rule, for the report
   */
  record Selected(Circuit circuit, String words) {}

  /** Which circuit does the selection make of the scores? */
  Selected select(EdgeScores scores, Selection selection) {
    if (selection.edges().isPresent()) {
      return top(scores, selection.edges().getAsInt(), selection.ranking());
    }
    if (selection.threshold().isPresent()) {
      double threshold = selection.threshold().getAsDouble();
      return new Selected(
          scores.atLeast(threshold, selection.ranking()),
          "edges with " + rank(selection.ranking()) + " >= " + threshold + unscored(scores));
    }
    return automatic(scores, selection.ranking());
  }

  private static Selected top(EdgeScores scores, int count, Ranking ranking) {
    int unscored = scores.graph().edgeCount() - scores.scoredCount();
    if (count < unscored) {
      throw PatchbayException.usage(
          "Asked for %s edges, but %s have no score and stay in every circuit."
              .formatted(count, unscored),
          "Give --edges a number from %s to %s.".formatted(unscored, scores.graph().edgeCount()));
    }
    return new Selected(scores.top(count, ranking), largest(scores, count, ranking));
  }

  private Selected automatic(EdgeScores scores, Ranking ranking) {
    if (metric.full() == metric.empty()) {
      return new Selected(
          Circuit.full(scores.graph()),
          "all edges: the whole model and the empty circuit both have the metric "
              + metric.full()
              + ", so that no circuit is more faithful than another");
    }
    for (int count : progress.over("select", sizes(scores))) {
      Circuit circuit = scores.top(count, ranking);
      OptionalDouble faithfulness = metric.evaluate(circuit).faithfulness();
      if (faithfulness.orElse(0) >= FAITHFUL) {
        return new Selected(
            circuit,
            largest(scores, count, ranking)
                + ": the smallest of MIB's sizes whose faithfulness is at least "
                + FAITHFUL);
      }
    }
    throw new IllegalStateException("All edges together are the whole model: faithfulness 1.");
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
  private static String largest(EdgeScores scores, int count, Ranking ranking) {
    return "the " + count + " edges with the largest " + rank(ranking) + unscored(scores);
  }

  private static String rank(Ranking ranking) {
    return ranking == Ranking.ABSOLUTE ? "|score|" : "score";
  }

  private static String unscored(EdgeScores scores) {
    int unscored = scores.graph().edgeCount() - scores.scoredCount();
    return unscored == 0 ? "" : ", among them " + unscored + " without a score";
  }
}
