package dev.patchbay.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.metric.MetricTraits.Direction;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.Evaluation;
import dev.patchbay.spi.report.Rounding;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class CircuitMetricTest {

  private final AdditiveExperiment experiment = new AdditiveExperiment(edge -> edge);
  private final CircuitMetric metric =
      new CircuitMetric(experiment, "worth", "sums", Rounding.FLOAT64);

  @Test
  void evaluate_oneEdge_threeMetrics() {
    BitSet five = new BitSet();
    five.set(5);

    Evaluation evaluation = metric.evaluate(Circuit.of(AdditiveExperiment.GRAPH, five));

    int edges = AdditiveExperiment.GRAPH.edgeCount();
    double all = edges * (edges - 1) / 2.0;
    assertThat(evaluation)
        .isEqualTo(new Evaluation("worth", Direction.HIGHER, all, 5, 0, Rounding.FLOAT64));
  }

  @Test
  void of_sameCircuitTwice_runOnce() {
    metric.full();
    metric.of(Circuit.full(AdditiveExperiment.GRAPH));

    assertThat(experiment.asked).hasSize(1);
  }

  @Test
  void of_notANumber_namesMetricAndPrompts() {
    CircuitMetric broken =
        new CircuitMetric(
            new AdditiveExperiment(edge -> Double.NaN), "worth", "sums", Rounding.FLOAT64);

    assertThatThrownBy(broken::full)
        .isInstanceOfSatisfying(
            PatchbayException.class,
            e -> assertThat(e.kind()).isEqualTo(PatchbayException.Kind.FAILED))
        .hasMessageStartingWith(
            "The metric 'worth' of a circuit of 46 of 46 edges on the prompts 'sums' is NaN.\n");
  }
}
