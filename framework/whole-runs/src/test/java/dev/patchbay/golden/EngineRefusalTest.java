package dev.patchbay.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.plugins.strategy.CleanCorrupted;
import dev.patchbay.plugins.strategy.EapIgActivations;
import dev.patchbay.plugins.strategy.EapIgInputs;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the engine refuses to compute. */
class EngineRefusalTest {

  static Stream<Arguments> gradientsOnTheAblatedInput() {
    return Stream.of("llama-tiny", "qwen3-tiny", "gemma2-tiny")
        .flatMap(
            model ->
                Stream.of(
                    Arguments.of(model, new CleanCorrupted(), Map.of()),
                    Arguments.of(model, new EapIgInputs(), Map.of()),
                    Arguments.of(model, new EapIgInputs(), Map.of("rule", "trapezoid")),
                    Arguments.of(model, new EapIgActivations(), Map.of("rule", "left"))));
  }

  @ParameterizedTest
  @MethodSource("gradientsOnTheAblatedInput")
  void discover_gradientWhereNothingIsRead_isRefused(
      String name, StrategyProvider strategy, Map<String, String> options) {
    try (LoadedModel model = Golden.model(name, DataType.FLOAT32);
        EngineExperiment experiment = experiment(model, name, "zero")) {
      double most = 1 / Math.sqrt(model.info().spec().normEpsilon());

      assertThatThrownBy(() -> Golden.discover(strategy, options, experiment))
          .isInstanceOf(PatchbayException.class)
          .hasMessage(
              "A gradient is asked for on a run in which nothing reaches the logits: every norm on the way back multiplies it by 1/√ε = %s.\n"
                      .formatted((float) most)
                  + "Keep away from the ablated input with points at which it is not zero (rule=right or rule=midpoint), or use --ablation patching or mean.");
    }
  }

  /** Biases are something to read; so is a share of the input. */
  @Test
  void discover_gradientWhereSomethingIsRead_isTaken() {
    try (LoadedModel model = Golden.model("gpt-neox-tiny", DataType.FLOAT32);
        EngineExperiment experiment = experiment(model, "gpt-neox-tiny", "zero")) {
      assertThat(Golden.discover(new CleanCorrupted(), Map.of(), experiment).scores()).isNotNull();
    }
    try (LoadedModel model = Golden.model("llama-tiny", DataType.FLOAT32);
        EngineExperiment experiment = experiment(model, "llama-tiny", "zero")) {
      Map<String, String> midpoint = Map.of("rule", "midpoint");
      assertThat(Golden.discover(new EapIgInputs(), midpoint, experiment).scores()).isNotNull();
    }
  }

  private static EngineExperiment experiment(LoadedModel model, String name, String ablation) {
    return Golden.experiment(model, Golden.prompts(name, 2), "logit_diff", ablation);
  }
}
