package dev.patchbay.golden;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.model.weights.KeyValueInputs;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.model.weights.WeightForm;
import dev.patchbay.plugins.strategy.CleanCorrupted;
import dev.patchbay.plugins.strategy.Eap;
import dev.patchbay.plugins.strategy.EapIgActivations;
import dev.patchbay.plugins.strategy.EapIgInputs;
import dev.patchbay.plugins.strategy.Exact;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenScoresTest {

  /** Strategies with options, by the names that the files have for them. */
  private static final Map<String, Method> METHODS =
      Map.of(
          "eap", new Method(new Eap(), Map.of()),
          "exact", new Method(new Exact(), Map.of()),
          "clean-corrupted", new Method(new CleanCorrupted(), Map.of()),
          "eap-ig-inputs-m5", new Method(new EapIgInputs(), Map.of()),
          "eap-ig-inputs-m10", new Method(new EapIgInputs(), Map.of("points", "10")),
          "eap-ig-inputs-midpoint-m5",
              new Method(new EapIgInputs(), Map.of("points", "5", "rule", "midpoint")),
          "eap-ig-inputs-trapezoid-m5",
              new Method(new EapIgInputs(), Map.of("points", "5", "rule", "trapezoid")),
          "eap-ig-activations-m3-per-sender",
              new Method(new EapIgActivations(), Map.of("points", "3")),
          "eap-ig-activations-m3-per-layer-group",
              new Method(new EapIgActivations(), Map.of("points", "3", "group", "layer")),
          "eap-ig-activations-m3-eapig",
              new Method(
                  new EapIgActivations(),
                  Map.of("points", "3", "group", "layer", "variant", "eap-ig-repo")));

  private record Method(StrategyProvider strategy, Map<String, String> options) {}

  /** Every file of scores: model, method, ablation, metric. */
  static Stream<Arguments> files() {
    return Golden.files("scores").stream()
        .flatMap(
            model ->
                Golden.files("scores/" + model).stream()
                    .filter(file -> !file.equals("circuits"))
                    .map(
                        file -> {
                          String[] words = file.split("\\.", -1);
                          return Arguments.of(model, words[0], words[1], words[2]);
                        }));
  }

  @ParameterizedTest
  @MethodSource("files")
  void discover_float64_equalsGoldenToRounding(
      String model, String method, String ablation, String metric) {
    JsonNode golden = golden(model, method, ablation, metric);

    EdgeScores scores = scores(model, method, ablation, metric, DataType.FLOAT64);

    assertClose(
        scores,
        golden,
        model,
        method + ", float64",
        Golden.SCORE_TOLERANCE_FLOAT64 * largest(golden));
  }

  @ParameterizedTest
  @MethodSource("files")
  void discover_float32_equalsGoldenWithinNoise(
      String model, String method, String ablation, String metric) {
    JsonNode golden = golden(model, method, ablation, metric);

    EdgeScores scores = scores(model, method, ablation, metric, DataType.FLOAT32);

    assertClose(scores, golden, model, method + ", float32", Golden.SCORE_TOLERANCE_FLOAT32);
  }

  private static JsonNode golden(String model, String method, String ablation, String metric) {
    return Golden.read("scores/%s/%s.%s.%s.json".formatted(model, method, ablation, metric));
  }

  private static EdgeScores scores(
      String name, String method, String ablation, String metric, DataType dataType) {
    String ungrouped = method.replace("-grouped", "");
    Method golden = Objects.requireNonNull(METHODS.get(ungrouped), ungrouped);
    KeyValueInputs inputs =
        method.endsWith("-grouped") ? KeyValueInputs.PER_GROUP : KeyValueInputs.PER_HEAD;
    try (LoadedModel model = Golden.model(name, new ModelForm(dataType, inputs, WeightForm.RAW));
        EngineExperiment experiment =
            Golden.experiment(model, Golden.prompts(name, 6), metric, ablation)) {
      return Golden.discover(golden.strategy(), golden.options(), experiment).scores();
    }
  }

  private static double largest(JsonNode golden) {
    double largest = 0;
    for (JsonNode score : golden.get("edges")) {
      largest = Math.max(largest, Math.abs(score.asDouble()));
    }
    return largest;
  }

  private static void assertClose(
      EdgeScores scores, JsonNode golden, String model, String quantity, double tolerance) {
    Iterator<String> names = golden.get("edges").fieldNames();
    for (int ordinal = 0; ordinal < scores.graph().edgeCount(); ordinal++) {
      String name = names.next();
      assertThat(scores.graph().edge(ordinal).name()).isEqualTo(name);
      double score = scores.score(ordinal).orElseThrow();
      Parity.check(model, quantity, score, golden.get("edges").get(name).asDouble(), tolerance);
    }
    assertThat(names.hasNext()).isFalse();
  }
}
