package dev.patchbay.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.core.discovery.CircuitSelection.Selected;
import dev.patchbay.core.run.Selection;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
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
    return new CircuitSelection(new CircuitMetric(experiment, "worth", "sums"), Progress.SILENT);
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
  void select_automatic_smallestFaithfulSizeAndNoLarger() {
    // Five edges carry everything: size 4 has .8, size 9 has 1.
    AdditiveExperiment experiment = new AdditiveExperiment(edge -> edge < 5 ? 1 : 0);

    Selected selected = selection(experiment).select(scores(e -> -e + 46), Selection.AUTOMATIC);

    assertThat(selected.circuit().size()).isEqualTo(9);
    assertThat(selected.words())
        .isEqualTo(
            "the 9 edges with the largest |score|: the smallest of MIB's sizes whose faithfulness is at least 0.9");
    assertThat(experiment.asked)
        .extracting(Circuit::size)
        .containsExactlyInAnyOrder(46, 0, 2, 4, 9);
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

    assertThat(selected.circuit().ordinals()).contains(0, 1, 2, 3, 45).hasSize(9);
  }

  @Test
  void select_automaticFullLikeEmpty_allEdgesAndWhy() {
    Selected selected =
        selection(new AdditiveExperiment(edge -> 0)).select(scores(e -> e), Selection.AUTOMATIC);

    assertThat(selected.circuit()).isEqualTo(Circuit.full(GRAPH));
    assertThat(selected.words())
        .isEqualTo(
            "all edges: the whole model and the empty circuit both have the metric 0.0, so that no circuit is more faithful than another");
  }
}
