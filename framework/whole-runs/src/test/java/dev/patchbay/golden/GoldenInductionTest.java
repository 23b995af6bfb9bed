package dev.patchbay.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.plugins.strategy.Acdc;
import dev.patchbay.plugins.strategy.Exact;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.EdgeScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A trained attention-only model whose five-edge circuit is known. */
class GoldenInductionTest {

  private static final String NAME = "induction-attn-only";

  /** Effects are of size up to 100, float64: 1e-8 of that. */
  private static final double TOLERANCE = 1e-6;

  @ParameterizedTest
  @ValueSource(strings = {"patching", "zero", "mean", "mean-positional"})
  void exact_eachAblation_givesGoldenEffects(String ablation) {
    JsonNode golden = Golden.read("models/" + NAME + "/golden.json");
    JsonNode byMetric = golden.get("exact_edge_effects").get(ablation);

    try (LoadedModel model = Golden.model(NAME, DataType.FLOAT64)) {
      for (String metric : List.of("kl", "logit_diff")) {
        try (EngineExperiment experiment =
            Golden.experiment(model, Golden.prompts(NAME, 24), metric, ablation)) {
          EdgeScores scores = Golden.discover(new Exact(), Map.of(), experiment).scores();
          for (int ordinal = 0; ordinal < 12; ordinal++) {
            String edge = experiment.graph().edge(ordinal).name();
            assertThat(scores.score(ordinal).orElseThrow())
                .as("%s under %s, %s", edge, ablation, metric)
                .isCloseTo(byMetric.get(metric).get(edge).asDouble(), within(TOLERANCE));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.02", "0.1", "0.5"})
  void acdc_klUnderPatching_keepsExactlyTheKnownCircuit(String threshold) {
    List<String> circuit = new ArrayList<>();
    Golden.read("models/" + NAME + "/golden.json")
        .get("circuit")
        .forEach(edge -> circuit.add(edge.asText()));

    try (LoadedModel model = Golden.model(NAME, DataType.FLOAT64);
        EngineExperiment experiment =
            Golden.experiment(model, Golden.prompts(NAME, 24), "kl", "patching")) {
      Circuit found =
          Golden.discover(new Acdc(), Map.of("threshold", threshold), experiment)
              .circuit()
              .orElseThrow();

      assertThat(found.edgeNames()).containsExactlyInAnyOrderElementsOf(circuit);
    }
  }

  @Test
  void metric_knownCircuit_equalsGolden() {
    JsonNode golden =
        Golden.read("models/" + NAME + "/golden.json").get("evaluation_patching").get("circuit");
    List<String> names =
        List.of(
            "input->a0.h0<v>",
            "a0.h0->a1.h0<k>",
            "input->a1.h0<q>",
            "input->a1.h0<v>",
            "a1.h0->logits");

    try (LoadedModel model = Golden.model(NAME, DataType.FLOAT64);
        EngineExperiment experiment =
            Golden.experiment(model, Golden.prompts(NAME, 24), "logit_diff", "patching")) {
      double metric = experiment.measure(Circuit.ofNames(experiment.graph(), names));

      assertThat(metric).isCloseTo(golden.get("logit_diff").asDouble(), within(TOLERANCE));
    }
  }
}
