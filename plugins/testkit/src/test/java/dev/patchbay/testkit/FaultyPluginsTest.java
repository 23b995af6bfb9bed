package dev.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.ablation.AblationScope;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.metric.Readout;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.At;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.CircuitSearch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What metrics and ablations answer is looked at where it comes in: never the weights' fault. */
class FaultyPluginsTest {

  private static final long SEED = 3;

  private static Metric metric(Function<Readout, NDArray> values) {
    return Metric.of(new AnswerMargin().traits(), values);
  }

  private static TinyExperiment with(Metric metric, Ablation ablation) {
    return TinyExperiment.of(TinyModels.gpt(SEED), TinyPrompts.random(SEED), metric, ablation, 4);
  }

  private static void assertFault(Metric metric, String problem) {
    try (TinyExperiment tiny = with(metric, Ablation.corruptedRun())) {
      assertThatThrownBy(() -> tiny.experiment().measure(Circuit.empty(tiny.experiment().graph())))
          .isInstanceOf(PatchbayException.class)
          .hasMessageContaining(problem);
    }
  }

  private static void assertFault(Function<AblationScope, Activations> values, String problem) {
    try (TinyExperiment tiny = with(new AnswerMargin(), Ablation.of(true, values));
        BatchScope scope = tiny.experiment().open(tiny.experiment().batches().get(0))) {
      assertThatThrownBy(scope::ablated)
          .isInstanceOf(PatchbayException.class)
          .hasMessageContaining(problem);
    }
  }

  @Test
  void metric_nanFromFiniteLogits_isTheMetricsFault() {
    assertFault(
        metric(readout -> readout.logits().get(":, 0").mul(Double.NaN)),
        "answered 'values' with NaN, although every logit is finite.");
  }

  @Test
  void lossWithout_nanFromFiniteLogits_isTheMetricsFault() {
    boolean[] broken = new boolean[1];
    Metric later =
        metric(
            readout -> {
              NDArray values = new AnswerMargin().values(readout);
              return broken[0] ? values.mul(Double.NaN) : values;
            });
    try (TinyExperiment tiny = with(later, Ablation.corruptedRun());
        CircuitSearch search = tiny.experiment().search(Circuit.full(tiny.experiment().graph()))) {
      broken[0] = true;

      assertThatThrownBy(() -> search.lossWithout(0))
          .isInstanceOf(PatchbayException.class)
          .hasMessageContaining("with NaN, although every logit is finite.");
    }
  }

  @Test
  void metric_oneNumberForTheBatch_isTheMetricsFault() {
    assertFault(
        metric(readout -> readout.logits().sum()),
        "answered 'losses' with float64 of the shape (), not with a floating-point number for each row");
  }

  @Test
  void metric_wholeNumbers_isTheMetricsFault() {
    assertFault(
        metric(readout -> readout.logits().get(":, 0").toType(DataType.INT64, false)),
        "answered 'losses' with int64 of the shape (1), not with a floating-point number for each row");
  }

  @Test
  void ablated_nan_isTheAblationsFault() {
    assertFault(
        scope -> scope.activations(At.CLEAN).map(tensor -> tensor.mul(Double.NaN)),
        "answered 'values' with NaN or infinity, although every activation is finite.");
  }

  @Test
  void ablated_ofAnotherShape_isTheAblationsFault() {
    assertFault(
        scope -> scope.activations(At.CLEAN).map(tensor -> tensor.get("0:2, 0:3")),
        "answered 'values' with activations (2, 3, 8) that do not fit 2 prompts of 4 tokens.");
  }
}
