package dev.patchbay.study.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.study.agreement.EstimateAgreement.Point;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EstimateAgreementTest {

  private static final double ROUNDING = 1e-12;

  /** input->a0.h0 q, k, v; input->m0, a0.h0->m0; input, a0.h0, m0 -> logits. */
  private static final ComputationGraph GRAPH = ComputationGraph.of(GraphShape.sequential(1, 1));

  @Test
  void of_estimateOnALine_isExplained() {
    double[] exact = {0, 1, -2, 3, .5, 4, 7, -1};
    double[] estimate = new double[8];
    for (int i = 0; i < 8; i++) {
      estimate[i] = .5 * exact[i] + 1;
    }
    EstimateAgreement agreement =
        EstimateAgreement.of(EdgeScores.of(GRAPH, estimate), EdgeScores.of(GRAPH, exact));

    assertThat(agreement.fit().slope()).isCloseTo(.5, within(ROUNDING));
    assertThat(agreement.fit().intercept()).isCloseTo(1, within(ROUNDING));
    assertThat(agreement.fit().rSquared()).hasValueCloseTo(1.0, within(ROUNDING));
    assertThat(agreement.outliers(8))
        .allSatisfy(point -> assertThat(point.residual()).isCloseTo(0, within(ROUNDING)));
  }

  @Test
  void outliers_oneEdgeOffTheLine_isNamedFirst() {
    double[] exact = {0, 1, 2, 3, 4, 5, 6, 7};
    double[] estimate = {0, 1, 2, 3, -9, 5, 6, 7};
    EstimateAgreement agreement =
        EstimateAgreement.of(EdgeScores.of(GRAPH, estimate), EdgeScores.of(GRAPH, exact));

    Point worst = agreement.outliers(1).get(0);
    assertThat(worst.name()).isEqualTo(GRAPH.edge(4).name());
    assertThat(worst.exact()).isEqualTo(4);
    assertThat(worst.estimate()).isEqualTo(-9);
    assertThat(worst.residual())
        .isCloseTo(
            -9 - agreement.fit().intercept() - 4 * agreement.fit().slope(), within(ROUNDING));
    assertThat(agreement.outliers(3)).hasSize(3);
  }

  @Test
  void of_bothSignsTurned_isTheSameButForTheIntercept() {
    double[] exact = {0, 1, 2, 3, 4, 5, 6, 7};
    double[] estimate = {3, 1, 2, 8, -9, 5, 6, 7};
    LinearFit plain =
        EstimateAgreement.of(EdgeScores.of(GRAPH, estimate), EdgeScores.of(GRAPH, exact)).fit();
    LinearFit turned =
        EstimateAgreement.of(
                EdgeScores.of(GRAPH, turned(estimate)), EdgeScores.of(GRAPH, turned(exact)))
            .fit();

    assertThat(turned.slope()).isCloseTo(plain.slope(), within(ROUNDING));
    assertThat(turned.intercept()).isCloseTo(-plain.intercept(), within(ROUNDING));
    assertThat(turned.rSquared()).hasValueCloseTo(plain.rSquared().orElseThrow(), within(ROUNDING));
  }

  @Test
  void of_edgesThatOneDidNotScore_leavesThemOut() {
    BitSet unscored = new BitSet();
    unscored.set(2);
    EdgeScores estimate = EdgeScores.of(GRAPH, new double[] {0, 1, 99, 3, 4, 5, 6, 7}, unscored);
    EdgeScores exact = EdgeScores.of(GRAPH, new double[] {0, 1, 2, 3, 4, 5, 6, 7});

    EstimateAgreement agreement = EstimateAgreement.of(estimate, exact);

    assertThat(agreement.edges()).hasSize(7).noneMatch(point -> point.ordinal() == 2);
    assertThat(agreement.fit().rSquared()).hasValueCloseTo(1.0, within(ROUNDING));
  }

  @Test
  void of_scoresOfAnotherGraph_areRefused() {
    EdgeScores other =
        EdgeScores.of(ComputationGraph.of(GraphShape.attentionOnly(1, 1)), new double[5]);

    assertThatThrownBy(() -> EstimateAgreement.of(other, EdgeScores.of(GRAPH, new double[8])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void groups_insideOutsideAndByRole_areThoseOfTheEdges() {
    EdgeScores scores = EdgeScores.of(GRAPH, new double[] {1, 2, 3, 4, 5, 6, 7, 8});
    Circuit circuit =
        Circuit.ofNames(GRAPH, List.of("input->a0.h0<q>", "input->a0.h0<v>", "a0.h0->logits"));
    EdgeRoles roles = new EdgeRoles(Map.of("name mover", List.of(Node.head(0, 0))));

    Map<String, double[]> groups = ScoreGroups.of(scores, circuit, roles);

    assertThat(groups.keySet())
        .containsExactly(
            ScoreGroups.INSIDE, ScoreGroups.OUTSIDE, "input → name mover", "name mover → logits");
    assertThat(groups.get(ScoreGroups.INSIDE)).containsExactly(1, 3, 7);
    assertThat(groups.get(ScoreGroups.OUTSIDE)).containsExactly(2, 4, 5, 6, 8);
    assertThat(groups.get("input → name mover")).containsExactly(1, 3);
    assertThat(ScoreGroups.of(scores, circuit, new EdgeRoles(Map.of()))).hasSize(2);
    assertThat(ScoreGroups.of(scores, Circuit.full(GRAPH), roles))
        .doesNotContainKey(ScoreGroups.OUTSIDE);
  }

  @Test
  void at_betweenTwoValues_isOnTheLineBetweenThem() {
    double[] sorted = {1, 3, 7};

    assertThat(Quantiles.at(sorted, 0)).isEqualTo(1);
    assertThat(Quantiles.at(sorted, .25)).isEqualTo(2);
    assertThat(Quantiles.at(sorted, .75)).isEqualTo(5);
    assertThat(Quantiles.at(sorted, 1)).isEqualTo(7);
  }

  @Test
  void roles_ofEdges_areWhatTheyJoin() {
    EdgeRoles roles = new EdgeRoles(Map.of("induction", List.of(Node.head(1, 0))));

    assertThat(roles.of(Edge.parse("a0.h1->a1.h0<k>"))).isEqualTo("other head → induction");
    assertThat(roles.of(Edge.parse("m0->a1.h0<q>"))).isEqualTo("MLP → induction");
    assertThat(roles.of(Edge.parse("pos->logits"))).isEqualTo("positions → logits");
    assertThatThrownBy(
            () ->
                new EdgeRoles(Map.of("a", List.of(Node.head(0, 0)), "b", List.of(Node.head(0, 0)))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double[] turned(double[] values) {
    double[] turned = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      turned[i] = -values[i];
    }
    return turned;
  }
}
