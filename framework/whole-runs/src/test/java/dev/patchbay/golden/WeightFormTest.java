package dev.patchbay.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.model.weights.KeyValueInputs;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.model.weights.WeightForm;
import dev.patchbay.plugins.strategy.Eap;
import dev.patchbay.plugins.strategy.Exact;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights as stored beside weights as TransformerLens prepares them. */
class WeightFormTest {

  /** Rounding at effects of size up to 10, in float64. */
  private static final double TOLERANCE = 1e-9;

  private static EdgeScores scores(
      String name, WeightForm form, StrategyProvider strategy, String metric, String ablation) {
    ModelForm model = new ModelForm(DataType.FLOAT64, KeyValueInputs.PER_HEAD, form);
    try (LoadedModel loaded = Golden.model(name, model);
        EngineExperiment experiment =
            Golden.experiment(loaded, Golden.prompts(name, 6), metric, ablation)) {
      return Golden.discover(strategy, Map.of(), experiment).scores();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt2-tiny",
        "gpt-neox-tiny",
        "llama-tiny",
        "qwen3-tiny",
        "gemma-tiny",
        "gemma2-tiny",
        "phi-tiny",
        "induction-attn-only",
      })
  void patchingEffects_preparedWeights_areThoseOfStoredWeights(String name) {
    for (StrategyProvider strategy : new StrategyProvider[] {new Exact(), new Eap()}) {
      EdgeScores raw = scores(name, WeightForm.RAW, strategy, "logit_diff", "patching");
      EdgeScores prepared =
          scores(name, WeightForm.TRANSFORMER_LENS, strategy, "logit_diff", "patching");

      for (int edge = 0; edge < raw.graph().edgeCount(); edge++) {
        assertThat(prepared.valueOrZero(edge))
            .as("%s of %s", strategy.descriptor().name(), raw.graph().edge(edge))
            .isCloseTo(
                raw.valueOrZero(edge), within(TOLERANCE * Math.max(1, raw.largestAbsolute())));
      }
    }
  }

  @Test
  void zeroAblation_preparedWeights_givesOtherEffects() {
    EdgeScores raw = scores("gpt2-tiny", WeightForm.RAW, new Exact(), "kl", "zero");
    EdgeScores prepared =
        scores("gpt2-tiny", WeightForm.TRANSFORMER_LENS, new Exact(), "kl", "zero");

    double largest = 0;
    for (int edge = 0; edge < raw.graph().edgeCount(); edge++) {
      largest = Math.max(largest, Math.abs(prepared.valueOrZero(edge) - raw.valueOrZero(edge)));
    }
    assertThat(largest).isGreaterThan(1e-3);
  }
}
