package dev.patchbay.study.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.graph.GraphShape;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class RankCorrelationTest {

  private static final double ROUNDING = 1e-12;

  /** Of 5 edges. */
  private static final ComputationGraph GRAPH = ComputationGraph.of(GraphShape.attentionOnly(1, 1));

  @Test
  void of_withoutTies_isTheTextbooksFormula() {
    double[] a = {106, 100, 86, 101, 99, 103, 97, 113, 112, 110};
    double[] b = {7, 27, 2, 50, 28, 29, 20, 12, 6, 17};

    // 1 − 6 Σ d² / (n (n² − 1)), Σ d² = 194.
    assertThat(RankCorrelation.of(a, b)).hasValueCloseTo(-29 / 165.0, within(ROUNDING));
  }

  @Test
  void ranks_ties_shareTheMean() {
    assertThat(RankCorrelation.ranks(new double[] {3, 1, 3, 0, 3, 1}))
        .containsExactly(5, 2.5, 5, 1, 5, 2.5);
  }

  @Test
  void ranks_zerosOfBothSigns_areOneValue() {
    assertThat(RankCorrelation.ranks(new double[] {0.0, -0.0, 1, -0.0, -1}))
        .containsExactly(3, 3, 5, 3, 1);
  }

  @Test
  void of_ties_isPearsonOfTheRanks() {
    // Ranks 1.5 1.5 3 4 and 1 3 3 3: Σ xy = 2, Σ x² = 4.5, Σ y² = 3, about their means.
    assertThat(RankCorrelation.of(new double[] {1, 1, 2, 3}, new double[] {0, 5, 5, 5}))
        .hasValueCloseTo(2 / Math.sqrt(4.5 * 3), within(ROUNDING));
  }

  @Test
  void of_growingFunction_isOne() {
    assertThat(RankCorrelation.of(new double[] {1, 5, 2}, new double[] {1, 125, 8}))
        .hasValueCloseTo(1.0, within(ROUNDING));
  }

  @Test
  void of_scores_goesByTheRanking() {
    EdgeScores a = EdgeScores.of(GRAPH, new double[] {-5, 1, 2, 3, 4});
    EdgeScores b = EdgeScores.of(GRAPH, new double[] {5, 1, 2, 3, 4});

    assertThat(RankCorrelation.of(a, b, Ranking.ABSOLUTE)).hasValueCloseTo(1.0, within(ROUNDING));
    // 1 − 6 · (4² + 4 · 1²) / (5 · 24).
    assertThat(RankCorrelation.of(a, b, Ranking.SIGNED)).hasValueCloseTo(0.0, within(ROUNDING));
  }

  @Test
  void of_edgesThatOneDidNotScore_leavesThemOut() {
    BitSet first = new BitSet();
    first.set(0);
    EdgeScores a = EdgeScores.of(GRAPH, new double[] {9, 1, 2, 3, 4}, first);
    EdgeScores b = EdgeScores.of(GRAPH, new double[] {-9, 1, 2, 3, 4});

    assertThat(RankCorrelation.of(a, b, Ranking.SIGNED)).hasValueCloseTo(1.0, within(ROUNDING));
  }

  @Test
  void of_whatIsTheSameEverywhere_isNothing() {
    assertThat(RankCorrelation.of(new double[] {1, 1}, new double[] {1, 2})).isEmpty();
  }
}
