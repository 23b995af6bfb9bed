package dev.patchbay.study.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.study.judgement.Judgement.Areas;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgementTest {

  private static final ComputationGraph GRAPH = ComputationGraph.of(GraphShape.attentionOnly(2, 2));

  private static final Circuit TRUTH =
      Circuit.ofNames(GRAPH, List.of("input->a0.h0<v>", "a0.h0->a1.h0<k>", "a1.h0->logits"));

  private static double[] scoresOfTruth(double yes) {
    double[] scores = new double[GRAPH.edgeCount()];
    TRUTH.ordinals().forEach(ordinal -> scores[ordinal] = yes);
    return scores;
  }

  @Test
  void of_scoresThatAreTheTruth_isPerfectBySize() {
    Judgement judgement =
        Judgement.of(EdgeScores.of(GRAPH, scoresOfTruth(-2)), Ranking.ABSOLUTE, TRUTH);

    assertThat(judgement.edges()).contains(new Areas(1, 1));
    assertThat(judgement.acdcNodes()).contains(new Areas(1, 1));
    assertThat(judgement.nodes()).contains(new Areas(1, 1));
    assertThat(judgement.precision()).isEqualTo(1);
    assertThat(judgement.averagePrecision()).hasValue(1);
  }

  @Test
  void of_scoresOfTheWrongSign_areWorstWhenSigned() {
    Judgement judgement =
        Judgement.of(EdgeScores.of(GRAPH, scoresOfTruth(-2)), Ranking.SIGNED, TRUTH);

    assertThat(judgement.edges()).contains(new Areas(0, 0));
    assertThat(judgement.recall()).isZero();
  }

  @Test
  void of_search_readsPrecisionFromTheCircuitOfTheTruthsSize() {
    Circuit one = Circuit.ofNames(GRAPH, List.of("input->logits"));

    Judgement judgement =
        Judgement.of(List.of(one, TRUTH.or(one), TRUTH, Circuit.full(GRAPH)), TRUTH);

    assertThat(judgement.precision()).isEqualTo(1);
    assertThat(judgement.recall()).isEqualTo(1);
    assertThat(judgement.edges()).contains(new Areas(1, 1));
    assertThat(judgement.averagePrecision()).isEmpty();
  }

  @Test
  void of_truthOfAllEdges_hasNoArea() {
    Circuit full = Circuit.full(GRAPH);

    Judgement judgement =
        Judgement.of(EdgeScores.of(GRAPH, scoresOfTruth(1)), Ranking.ABSOLUTE, full);

    assertThat(judgement.edges()).isEmpty();
    assertThat(judgement.precision()).isEqualTo(1);
  }
}
