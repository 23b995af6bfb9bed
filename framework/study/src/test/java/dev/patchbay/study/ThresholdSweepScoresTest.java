package dev.patchbay.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.GraphShape;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThresholdSweepScoresTest {

  /** input -> head's q, k, v; input and head -> logits: five edges. */
  private static final ComputationGraph GRAPH =
      ComputationGraph.of(new GraphShape(1, 1, 1, false, false, false, false));

  private static Circuit kept(int... ordinals) {
    BitSet edges = new BitSet();
    for (int ordinal : ordinals) {
      edges.set(ordinal);
    }
    return Circuit.of(GRAPH, edges);
  }

  private static ThresholdSweep sweep(Double... thresholds) {
    return new ThresholdSweep("acdc", "threshold", List.of(thresholds));
  }

  @Test
  void scores_setsThatAreNotNested_isTheSmallestThresholdAtWhichAnEdgeFell() {
    EdgeScores scores =
        sweep(.1, .01, 1.).scores(List.of(kept(0, 1), kept(0, 2, 3), kept(0, 1, 2)));

    assertThat(scores.valueOrZero(1)).as("fell at .01 alone").isEqualTo(.01);
    assertThat(scores.valueOrZero(2)).as("fell at .1 alone").isEqualTo(.1);
    assertThat(scores.valueOrZero(3)).as("fell at .1 and at 1").isEqualTo(.1);
    assertThat(scores.valueOrZero(4)).as("fell at each").isEqualTo(.01);
  }

  @Test
  void scores_edgeThatNeverFell_comesFirst() {
    EdgeScores scores = sweep(.1, 1.).scores(List.of(kept(0, 4), kept(4)));

    assertThat(scores.valueOrZero(4)).isGreaterThan(1).isEqualTo(scores.largestAbsolute());
    assertThat(scores.valueOrZero(0)).isEqualTo(1);
  }
}
