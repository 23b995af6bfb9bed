package dev.patchbay.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.catalog.PluginLoader;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No strategy has a special case for an architecture, and no architecture for a strategy. */
class EveryStrategyOnEveryModelTest {

  /** Rounding at metrics of size up to 100, in float64. */
  private static final double TOLERANCE = 1e-8;

  static Stream<String> models() {
    return Golden.files("models").stream();
  }

  @ParameterizedTest
  @MethodSource("models")
  void discover_everyStrategy_scoresEveryEdgeOrSaysThatItDoesNot(String name) {
    Map<String, StrategyProvider> strategies =
        PluginLoader.load(List.of()).all(PluginKind.STRATEGY);
    try (LoadedModel model = Golden.model(name, DataType.FLOAT64);
        EngineExperiment experiment =
            Golden.experiment(model, Golden.prompts(name, 4), "logit_diff", "patching")) {
      assertThat(strategies).isNotEmpty();
      strategies.forEach(
          (strategy, provider) -> {
            DiscoveryResult result = Golden.discover(provider, Map.of(), experiment);
            assertThat(result.scores().graph()).as(strategy).isEqualTo(experiment.graph());
            assertThat(result.circuit().isPresent())
                .as(strategy)
                .isEqualTo(provider.decidesCircuit());
          });
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void metric_fullAndEmptyCircuit_equalThePlainRuns(String name) {
    try (LoadedModel model = Golden.model(name, DataType.FLOAT64);
        EngineExperiment experiment =
            Golden.experiment(model, Golden.prompts(name, 10), "logit_diff", "patching", 4)) {
      assertThat(experiment.measure(Circuit.full(experiment.graph())))
          .isCloseTo(experiment.cleanMetric(), within(TOLERANCE));
      assertThat(experiment.measure(Circuit.empty(experiment.graph())))
          .isCloseTo(experiment.corruptedMetric(), within(TOLERANCE));
    }
  }
}
