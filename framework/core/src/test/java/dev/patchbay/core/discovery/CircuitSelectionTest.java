package dev.patchbay.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.core.discovery.CircuitSelection.Selected;
import dev.patchbay.core.run.Selection;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.report.Rounding;
import dev.patchbay.spi.run.Progress;
import java.util.BitSet;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CircuitSelectionTest {

  /** 46 edges: MIB's sizes are 0, 2, 4, 9, 23, 46. */
  private static final ComputationGraph GRAPH = AdditiveExperiment.GRAPH;

  private static EdgeScores scores(IntToDoubleFunction score, int... unscored) {
    BitSet without = new BitSet();
    IntStream.of(unscored).forEach(without::set);
    return EdgeScores.of(
        GRAPH, IntStream.range(0, GRAPH.edgeCount()).mapToDouble(score).toArray(), without);
  }

  private static CircuitSelection selection(AdditiveExperiment experiment) {
    return new CircuitSelection(
        new CircuitMetric(experiment, "worth", "sums", Rounding.FLOAT64), Progress.SILENT);
  }

  private static Selected select(EdgeScores scores, Selection selection) {
    return selection(new AdditiveExperiment(edge -> 1)).select(scores, selection);
  }

  private static Selection edges(int count, Ranking ranking) {
    return new Selection(OptionalInt.of(count), OptionalDouble.empty(), ranking);
  }

  private static Selection threshold(double threshold, Ranking ranking) {
    return new Selection(OptionalInt.empty(), OptionalDouble.of(threshold), ranking);
  }

  @Test
  void select_edgesAbsolute_largestEitherWay() {
    Selected selected = select(scores(e -> e == 4 ? -50 : e), edges(2, Ranking.ABSOLUTE));

    assertThat(selected.circuit().ordinals()).containsExactly(4, 45);
    assertThat(selected.words()).isEqualTo("the 2 edges with the largest |score|");
  }

  @Test
  void select_edgesSigned_largest() {
    Selected selected = select(scores(e -> e == 4 ? -50 : e), edges(2, Ranking.SIGNED));

    assertThat(selected.circuit().ordinals()).containsExactly(44, 45);
    assertThat(selected.words()).isEqualTo("the 2 edges with the largest score");
  }

  @Test
  void select_threshold_thoseAtLeast() {
    Selected selected = select(scores(e -> e), threshold(44, Ranking.SIGNED));

    assertThat(selected.circuit().ordinals()).containsExactly(44, 45);
    assertThat(selected.words()).isEqualTo("edges with score >= 44.0");
  }

  @Test
  void select_thresholdWithUnscored_keptAndSaid() {
    Selected selected = select(scores(e -> e, 1, 2), threshold(45, Ranking.SIGNED));

    assertThat(selected.circuit().ordinals()).containsExactly(1, 2, 45);
    assertThat(selected.words())
        .isEqualTo("edges with score >= 45.0, among them 2 without a score");
  }

  @Test
  void select_fewerThanUnscored_refused() {
    assertThatThrownBy(() -> select(scores(e -> e, 1, 2, 3), edges(2, Ranking.ABSOLUTE)))
        .hasMessage(
            "Asked for 2 edges, but 3 have no score and stay in every circuit.\n"
                + "Give --edges a number from 3 to 46.");
  }

  @Test
  void select_automatic_bisectsBetweenMibsSizes() {
    // Five edges carry everything: size 4 has .8, size 5 has 1.
    AdditiveExperiment experiment = new AdditiveExperiment(edge -> edge < 5 ? 1 : 0);

    Selected selected = selection(experiment).select(scores(e -> -e + 46), Selection.AUTOMATIC);

    assertThat(selected.circuit().ordinals()).containsExactly(0, 1, 2, 3, 4);
    assertThat(selected.words())
        .isEqualTo(
            "the 5 edges with the largest |score|: a faithfulness of at least 0.9, which one edge fewer does not have; no small circuit: more than a tenth of the edges");
    assertThat(experiment.asked)
        .extracting(Circuit::size)
        .containsExactlyInAnyOrder(46, 0, 2, 4, 9, 6, 5);
  }

  @Test
  void select_automaticAtMostATenth_isSmall() {
    AdditiveExperiment experiment = new AdditiveExperiment(edge -> edge < 4 ? 1 : 0);

    Selected selected = selection(experiment).select(scores(e -> -e + 46), Selection.AUTOMATIC);

    assertThat(selected.words())
        .isEqualTo(
            "the 4 edges with the largest |score|: a faithfulness of at least 0.9, which one edge fewer does not have");
  }

  @Test
  void select_automaticAtEveryNumberOfEdgesThatCarry_findsIt() {
    for (int carrying = 1; carrying <= GRAPH.edgeCount(); carrying++) {
      int last = carrying - 1; // the one edge without which nothing works
      AdditiveExperiment experiment = new AdditiveExperiment(edge -> edge == last ? 1 : 0);

      Selected selected = selection(experiment).select(scores(e -> -e + 46), Selection.AUTOMATIC);

      assertThat(selected.circuit().size()).isEqualTo(carrying);
    }
  }

  @Test
  void select_automaticFaithfulnessThatFallsAgain_isFaithfulAndOneFewerIsNot() {
    // The sizes 3 and 6 to 9 are faithful, 4 and 5 are not: 3 is passed over.
    double[] worth = new double[GRAPH.edgeCount()];
    worth[2] = 1;
    worth[3] = -1;
    worth[5] = 1;

    Selected selected =
        selection(new AdditiveExperiment(e -> worth[e]))
            .select(scores(e -> -e + 46), Selection.AUTOMATIC);

    assertThat(selected.circuit().size()).isEqualTo(6);
  }

  @Test
  void select_cutWithinATie_isSaid() {
    // 40 edges have a score of 0, as where a file or a strategy scores few.
    Selected selected = select(scores(e -> e < 6 ? 1 + e : 0), edges(16, Ranking.ABSOLUTE));

    assertThat(selected.words())
        .isEqualTo(
            "the 16 edges with the largest |score| (10 of 40 edges that tie at |score| 0.0 are in, by their order in the graph alone)");
  }

  @Test
  void select_automaticAllScoresEqual_allEdgesAndWhy() {
    AdditiveExperiment experiment = new AdditiveExperiment(edge -> 1);

    Selected selected = selection(experiment).select(scores(e -> 0), Selection.AUTOMATIC);

    assertThat(selected.circuit()).isEqualTo(Circuit.full(GRAPH));
    assertThat(selected.words())
        .isEqualTo("all edges: each has the same |score|, 0.0, so that none comes before another");
    assertThat(select(scores(e -> e % 2 == 0 ? 3 : -3), Selection.AUTOMATIC).words())
        .isEqualTo("all edges: each has the same |score|, 3.0, so that none comes before another");
  }

  @Test
  void select_automaticExactlyNineTenths_enough() {
    // Together they are worth 10 and the best two 9, so that size 2 is exactly .9 faithful.
    AdditiveExperiment experiment = new AdditiveExperiment(e -> e == 0 ? 8 : e < 3 ? 1 : 0);

    Selected selected = selection(experiment).select(scores(e -> -e + 46), Selection.AUTOMATIC);

    assertThat(selected.circuit().size()).isEqualTo(2);
  }

  @Test
  void select_automaticWithUnscored_notBelowThem() {
    AdditiveExperiment experiment = new AdditiveExperiment(edge -> edge == 45 ? 1 : 0);

    Selected selected =
        selection(experiment).select(scores(e -> e, 0, 1, 2, 3), Selection.AUTOMATIC);

    assertThat(selected.circuit().ordinals()).containsExactly(0, 1, 2, 3, 45);
  }

  @Test
  void select_automaticUnscoredAreEnough_themAlone() {
    AdditiveExperiment experiment = new AdditiveExperiment(edge -> edge == 0 ? 1 : 0);

    Selected selected =
        selection(experiment).select(scores(e -> e, 0, 1, 2, 3), Selection.AUTOMATIC);

    assertThat(selected.circuit().ordinals()).containsExactly(0, 1, 2, 3);
    assertThat(selected.words())
        .isEqualTo(
            "the 4 edges with the largest |score|, among them 4 without a score: a faithfulness of at least 0.9");
  }

  @Test
  void select_automaticFullLikeEmpty_allEdgesAndWhy() {
    Selected selected =
        selection(new AdditiveExperiment(edge -> 0)).select(scores(e -> e), Selection.AUTOMATIC);

    assertThat(selected.circuit()).isEqualTo(Circuit.full(GRAPH));
    assertThat(selected.words())
        .isEqualTo(
            "all edges: the whole model and the empty circuit have the metrics 0.0 and 0.0, which differ by no more than rounding, so that no circuit is more faithful than another");
  }
}
