package dev.patchbay.study;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A search over several thresholds as a score: an edge's is the smallest τ at which it fell. What
 * stayed at every τ comes first. Kept sets need not be nested in τ.
 */
final class SweepScores {

  private SweepScores() {}

  /**
   * The scores.
   *
   * @param thresholds τ of each circuit, all different
   * @param kept what each kept, not empty
   */
  static EdgeScores of(List<Double> thresholds, List<Circuit> kept) {
    ComputationGraph graph = kept.get(0).graph();
    double most = thresholds.stream().mapToDouble(tau -> tau).max().orElseThrow();
    double[] scores = new double[graph.edgeCount()];
    Arrays.fill(scores, Math.nextUp(most));
    IntStream.range(0, thresholds.size())
        .boxed()
        .sorted(Comparator.comparing((Integer i) -> thresholds.get(i)).reversed())
        .forEach(
            i -> {
              for (int ordinal = 0; ordinal < scores.length; ordinal++) {
                if (!kept.get(i).contains(ordinal)) {
                  scores[ordinal] = thresholds.get(i);
                }
              }
            });
    return EdgeScores.of(graph, scores);
  }
}
