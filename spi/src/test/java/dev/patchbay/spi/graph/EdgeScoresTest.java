package dev.patchbay.spi.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.graph.EdgeScores.Ranking;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeScoresTest {

  /** input→a0.h0 q k v, input→m0, a0.h0→m0, input→logits, a0.h0→logits, m0→logits. */
  private static final ComputationGraph GRAPH = ComputationGraph.of(GraphShape.sequential(1, 1));

  @Test
  void top_ties_goToTheLowerOrdinal() {
    EdgeScores scores = EdgeScores.of(GRAPH, new double[] {1, -2, 2, 2, 1, 0, 0, 0});
    assertThat(scores.top(2, Ranking.ABSOLUTE).ordinals()).containsExactly(1, 2);
    assertThat(scores.top(2, Ranking.SIGNED).ordinals()).containsExactly(2, 3);
  }

  @ParameterizedTest
  @EnumSource(Ranking.class)
  void top_zerosOfEitherSign_tie(Ranking ranking) {
    EdgeScores scores = EdgeScores.of(GRAPH, new double[] {-0., 0, -0., 0, -0., 0, -0., 0});
    assertThat(scores.top(3, ranking).ordinals()).containsExactly(0, 1, 2);
  }

  @Test
  void greedy_ties_goToTheLowerOrdinal() {
    EdgeScores scores = EdgeScores.of(GRAPH, new double[] {1, 1, 1, 1, 1, 1, 1, 1});
    assertThat(scores.greedy(2, Ranking.ABSOLUTE).ordinals()).containsExactly(5, 6);
  }

  @Test
  void atLeast_thresholdMetExactly_keepsTheEdge() {
    EdgeScores scores = EdgeScores.of(GRAPH, new double[] {.5, -.5, .4, -.6, 0, 0, 0, 0});
    assertThat(scores.atLeast(.5, Ranking.ABSOLUTE).ordinals()).containsExactly(0, 1, 3);
    assertThat(scores.atLeast(.5, Ranking.SIGNED).ordinals()).containsExactly(0);
  }

  @Test
  void top_unscoredEdges_areKeptBeforeAnyOther() {
    EdgeScores scores = EdgeScores.of(GRAPH, new double[] {9, 1, 2, 3, 4, 5, 6, 7}, bits(1, 4));
    assertThat(scores.top(2, Ranking.SIGNED).ordinals()).containsExactly(1, 4);
    assertThat(scores.top(3, Ranking.SIGNED).ordinals()).containsExactly(0, 1, 4);
  }

  @Test
  void atLeast_unscoredEdges_areKept() {
    EdgeScores scores = EdgeScores.of(GRAPH, new double[] {9, 1, 2, 3, 4, 5, 6, 7}, bits(1, 4));
    assertThat(scores.atLeast(100, Ranking.SIGNED).ordinals()).containsExactly(1, 4);
  }

  @Test
  void greedy_unscoredEdges_areKeptAndOpenTheirSenders() {
    // m0→logits is not scored; it opens m0, whose best input then beats the logits' others.
    EdgeScores scores = EdgeScores.of(GRAPH, new double[] {0, 0, 0, 3, 1, 2, 1, 0}, bits(7));
    assertThat(scores.greedy(2, Ranking.SIGNED).ordinals()).containsExactly(3, 7);
  }

  @Test
  void greedy_readersNotYetIn_wait() {
    EdgeScores scores = EdgeScores.of(GRAPH, new double[] {9, 9, 9, 1, 1, 5, 4, 3});
    assertThat(scores.greedy(3, Ranking.SIGNED).ordinals()).containsExactly(0, 5, 6);
  }

  @Test
  void score_unscoredEdge_isAbsent() {
    EdgeScores scores = EdgeScores.of(GRAPH, new double[] {9, 1, 2, 3, 4, 5, 6, 7}, bits(1));
    assertThat(scores.score(1)).isEmpty();
    assertThat(scores.valueOrZero(1)).isZero();
    assertThat(scores.scoredCount()).isEqualTo(7);
  }

  @Test
  void of_unscoredEdgeHoldsNaN_isFine() {
    double[] values = {Double.NaN, 1, 2, 3, 4, 5, 6, 7};
    assertThat(EdgeScores.of(GRAPH, values, bits(0)).largestAbsolute()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void of_scoreNotFinite_isRefusedWithItsEdge(double score) {
    assertThatThrownBy(() -> EdgeScores.of(GRAPH, new double[] {0, 0, 0, 0, score, 0, 0, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The score of a0.h0->m0 is " + score + ".");
  }

  @Test
  void of_tooFewScores_isRefused() {
    assertThatThrownBy(() -> EdgeScores.of(GRAPH, new double[7]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Got 7 scores for a graph of 8 edges.");
  }

  @Test
  void of_scores_takesACopy() {
    double[] values = new double[8];
    EdgeScores scores = EdgeScores.of(GRAPH, values);
    values[0] = 5;
    assertThat(scores.valueOrZero(0)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 9})
  void top_countThatCannotBeHad_isRefused(int count) {
    EdgeScores scores = EdgeScores.of(GRAPH, new double[8], bits(0, 1));
    assertThatThrownBy(() -> scores.top(count, Ranking.ABSOLUTE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Asked for %s edges, but the graph has 8, of which 2 are not scored and stay.\nAsk for 2 to 8."
                .formatted(count));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 9})
  void greedy_countThatCannotBeHad_isRefused(int count) {
    EdgeScores scores = EdgeScores.of(GRAPH, new double[8], bits(0, 1));
    assertThatThrownBy(() -> scores.greedy(count, Ranking.ABSOLUTE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Asked for %s edges".formatted(count));
  }

  @Test
  void equals_sameScores_isTrue() {
    EdgeScores one = EdgeScores.of(GRAPH, new double[] {-0., 1, 2, 3, 4, 5, 6, 7});
    EdgeScores other = EdgeScores.of(GRAPH, new double[] {0, 1, 2, 3, 4, 5, 6, 7});
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
  }

  @Test
  void equals_oneEdgeUnscored_isFalse() {
    assertThat(EdgeScores.of(GRAPH, new double[8], bits(3)))
        .isNotEqualTo(EdgeScores.of(GRAPH, new double[8]));
  }

  @Test
  void isScored_edgeThatTheGraphDoesNotHave_isRefused() {
    assertThatThrownBy(() -> EdgeScores.of(GRAPH, new double[8]).isScored(8))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static BitSet bits(int... ordinals) {
    BitSet bits = new BitSet();
    for (int ordinal : ordinals) {
      bits.set(ordinal);
    }
    return bits;
  }
}
