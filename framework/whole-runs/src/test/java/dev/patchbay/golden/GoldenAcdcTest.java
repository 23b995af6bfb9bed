package dev.patchbay.golden;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.plugins.strategy.Acdc;
import dev.patchbay.spi.strategy.Decision;
import dev.patchbay.spi.strategy.DiscoveryResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenAcdcTest {

  /** Every file of decisions: model and name. */
  static Stream<Arguments> files() {
    return Golden.files("acdc").stream()
        .flatMap(
            model -> Golden.files("acdc/" + model).stream().map(file -> Arguments.of(model, file)));
  }

  @ParameterizedTest
  @MethodSource("files")
  void acdc_float64EveryThreshold_decidesAsGolden(String model, String file) {
    assertDecisions(model, file, DataType.FLOAT64, Golden.SMALLEST_MARGIN_FLOAT64, 1e-8);
  }

  @ParameterizedTest
  @MethodSource("files")
  void acdc_float32EveryThreshold_decidesAsGolden(String model, String file) {
    assertDecisions(model, file, DataType.FLOAT32, Golden.SMALLEST_MARGIN_FLOAT32, 5e-5);
  }

  private static void assertDecisions(
      String name, String file, DataType dataType, double smallestMargin, double lossTolerance) {
    JsonNode golden = Golden.read("acdc/" + name + "/" + file + ".json");
    String[] words = file.split("\\.", -1); // ablation, metric, order
    int compared = 0;
    try (LoadedModel model = Golden.model(name, dataType);
        EngineExperiment experiment =
            Golden.experiment(model, Golden.prompts(name, 6), words[1], words[0])) {
      for (JsonNode run : golden.get("runs")) {
        if (run.get("smallest_margin").asDouble() > smallestMargin) {
          assertRun(
              run,
              discover(run, words[2], experiment),
              name,
              "acdc losses, " + dataType.name().toLowerCase(Locale.ROOT),
              lossTolerance);
          compared++;
        }
      }
    }
    // A run is left out only where rounding decides: few do, and never most of a file.
    assertThat(compared).isGreaterThan(golden.get("runs").size() / 2);
  }

  private static DiscoveryResult discover(JsonNode run, String order, EngineExperiment experiment) {
    Map<String, String> options =
        Map.of(
            "threshold", run.get("tau").asText(),
            "order", order.equals("head-by-head") ? "head-by-head" : "repo",
            "direct-edges", String.valueOf(order.equals("repo-with-direct")));
    return Golden.discover(new Acdc(), options, experiment);
  }

  private static void assertRun(
      JsonNode run, DiscoveryResult result, String model, String quantity, double tolerance) {
    List<String> kept = new ArrayList<>();
    run.get("kept").forEach(edge -> kept.add(edge.asText()));
    assertThat(result.circuit().orElseThrow().edgeNames())
        .as("kept at τ = %s", run.get("tau"))
        .containsExactlyInAnyOrderElementsOf(kept);
    assertThat(result.decisions()).hasSize(run.get("log").size());
    for (int i = 0; i < result.decisions().size(); i++) {
      JsonNode logged = run.get("log").get(i);
      Decision decision = result.decisions().get(i);
      assertThat(decision.edge()).isEqualTo(logged.get(0).asText());
      Parity.check(model, quantity, decision.lossBefore(), logged.get(1).asDouble(), tolerance);
      Parity.check(model, quantity, decision.lossWithout(), logged.get(2).asDouble(), tolerance);
      assertThat(decision.removed()).isEqualTo(logged.get(3).asText().equals("removed"));
    }
    assertDirect(run, result);
  }

  private static void assertDirect(JsonNode run, DiscoveryResult result) {
    if (run.has("kept_direct")) {
      List<String> direct = new ArrayList<>(result.removedDirect());
      run.get("kept_direct").forEach(name -> direct.add(name.asText()));
      // Two layers of four heads with q, k and v: each input is kept or removed, and never both.
      assertThat(direct).doesNotHaveDuplicates().hasSize(24);
    }
  }
}
