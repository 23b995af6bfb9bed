package dev.patchbay.spi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.metric.MetricTraits.Direction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class JudgementTest {

  /** A division of sums of decimals: a rounding or two. */
  private static final Offset<Double> ROUNDING = Offset.offset(1e-15);

  private static final ComputationGraph GRAPH = ComputationGraph.of(GraphShape.sequential(1, 1));

  @Test
  void faithfulness_circuitHalfWay_isAHalf() {
    assertThat(evaluation(3, 1, -1).faithfulness()).hasValue(.5);
  }

  @Test
  void faithfulness_lowerIsBetter_countsTheSame() {
    Evaluation evaluation =
        new Evaluation("kl-divergence", Direction.LOWER, 0, .2, .8, Rounding.FLOAT64);
    assertThat(evaluation.faithfulness().orElseThrow()).isEqualTo(.75, ROUNDING);
  }

  @Test
  void faithfulness_circuitBetterThanTheModel_isAboveOne() {
    assertThat(evaluation(1, 2, 0).faithfulness()).hasValue(2);
  }

  @Test
  void faithfulness_modelNoBetterThanNothing_isAbsent() {
    assertThat(evaluation(1, 1, 1).faithfulness()).isEmpty();
  }

  @Test
  void faithfulness_modelApartFromNothingByRounding_isAbsent() {
    // Was 1.464: a ratio of two roundings.
    assertThat(evaluation(.5401411652565002, .540141248703003, .5401409864425659).faithfulness())
        .isEmpty();
  }

  @Test
  void comparison_twoOfThreeFound_givesPrecisionAndRecall() {
    Circuit truth = Circuit.ofNames(GRAPH, List.of("input->m0", "m0->logits", "a0.h0->logits"));
    Circuit found =
        Circuit.ofNames(
            GRAPH, List.of("input->m0", "m0->logits", "input->logits", "input->a0.h0<q>"));
    TruthComparison comparison = TruthComparison.of(truth, found);
    assertThat(comparison).isEqualTo(new TruthComparison(3, 2, 4));
    assertThat(comparison.precision()).isEqualTo(.5);
    assertThat(comparison.recall()).isEqualTo(2. / 3);
  }

  @Test
  void comparison_nothingFound_isPreciseAndFindsNothing() {
    TruthComparison comparison = TruthComparison.of(Circuit.full(GRAPH), Circuit.empty(GRAPH));
    assertThat(comparison.precision()).isEqualTo(1);
    assertThat(comparison.recall()).isZero();
  }

  @Test
  void comparison_noTruth_isRecalled() {
    assertThat(TruthComparison.of(Circuit.empty(GRAPH), Circuit.full(GRAPH)).recall()).isEqualTo(1);
  }

  @Test
  void comparison_circuitsOfDifferentGraphs_isRefused() {
    Circuit other = Circuit.full(ComputationGraph.of(GraphShape.sequential(1, 2)));
    assertThatThrownBy(() -> TruthComparison.of(Circuit.full(GRAPH), other))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pluginUse_options_readAsOnTheCommandLine() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("threshold", "0.01");
    options.put("order", "repo");
    assertThat(new PluginUse("acdc", options)).hasToString("acdc:threshold=0.01,order=repo");
    assertThat(new PluginUse("eap", Map.of())).hasToString("eap");
  }

  private static Evaluation evaluation(double full, double circuit, double empty) {
    return new Evaluation(
        "logit-difference", Direction.HIGHER, full, circuit, empty, Rounding.FLOAT32);
  }
}
