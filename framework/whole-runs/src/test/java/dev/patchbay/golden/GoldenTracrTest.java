package dev.patchbay.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.readout.NamedMetric;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.model.folder.FolderSource;
import dev.patchbay.model.weights.KeyValueInputs;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.model.weights.PositionNode;
import dev.patchbay.model.weights.WeightForm;
import dev.patchbay.plugins.metric.Accuracy;
import dev.patchbay.plugins.metric.SquaredDistance;
import dev.patchbay.plugins.model.EmbeddedModels;
import dev.patchbay.plugins.strategy.Acdc;
import dev.patchbay.plugins.strategy.Exact;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.StoredTensor;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.strategy.Decision;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that Tracr compiled, and the position embedding as a sender of its own. */
class GoldenTracrTest {

  /** Losses and accuracies up to 1 in float64; the reference keeps twelve digits. */
  private static final double LOSS_TOLERANCE = 1e-9;

  /** Effects are of size up to 100, float64: 1e-8 of that. */
  private static final double EFFECT_TOLERANCE = 1e-6;

  @ParameterizedTest
  @ValueSource(strings = {"reverse", "proportion"})
  void checkpoint_ofAnEmbeddedModel_hasTheWeightsThatTracrCompiles(String name) {
    String folder = Golden.path("models/tracr-" + name).toString();
    try (Checkpoint own = new EmbeddedModels().open(name).orElseThrow();
        Checkpoint compiled = new FolderSource().open(folder).orElseThrow()) {
      assertThat(own.tensorNames()).containsExactlyInAnyOrderElementsOf(compiled.tensorNames());
      for (String tensor : compiled.tensorNames()) {
        assertThat(numbers(own.tensor(tensor)))
            .as(tensor)
            .containsExactly(numbers(compiled.tensor(tensor)));
      }
    }
  }

  private static float[] numbers(StoredTensor tensor) {
    int count = Math.toIntExact(tensor.shape().size());
    float[] numbers = new float[count];
    tensor.bytes(0L, Float.BYTES * count).asFloatBuffer().get(numbers);
    for (int i = 0; i < count; i++) {
      numbers[i] += 0f; // no negative zeros
    }
    return numbers;
  }

  @ParameterizedTest
  @ValueSource(strings = {"reverse", "proportion"})
  void acdc_ofACompiledModel_decidesAsGolden(String name) {
    JsonNode golden = Golden.read("models/tracr-" + name + "/circuit.json");
    int compared = 0;
    try (LoadedModel model = Golden.model("tracr-" + name, DataType.FLOAT64)) {
      for (JsonNode run : golden.get("acdc_runs")) {
        PromptSet prompts = prompts(name, run.has("clean") ? run : golden);
        try (EngineExperiment experiment = experiment(model, prompts, name, run)) {
          assertRun(run, discover(run, experiment));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(12);
  }

  private static PromptSet prompts(String name, JsonNode data) {
    List<PromptPair> pairs = new ArrayList<>();
    for (int i = 0; i < data.get("clean").size(); i++) {
      List<Integer> clean = ids(data.get("clean").get(i));
      List<Answer> answers =
          IntStream.range(1, clean.size())
              .mapToObj(position -> new Answer(position, List.of(0), List.of()))
              .toList();
      pairs.add(new PromptPair(clean, ids(data.get("corrupted").get(i)), answers));
    }
    return new PromptSet(name, pairs);
  }

  private static List<Integer> ids(JsonNode array) {
    List<Integer> ids = new ArrayList<>();
    array.forEach(id -> ids.add(id.asInt()));
    return ids;
  }

  private static EngineExperiment experiment(
      LoadedModel model, PromptSet prompts, String name, JsonNode run) {
    String outputs = name.equals("proportion") ? "0" : "all";
    NamedMetric metric =
        new NamedMetric(
            "l2", new SquaredDistance().create(new Options("l2", Map.of("outputs", outputs))));
    return new EngineExperiment(
        model, prompts, metric, Golden.ablation(run.get("ablation").asText()), 64, Golden::metric);
  }

  private static DiscoveryResult discover(JsonNode run, EngineExperiment experiment) {
    boolean direct = run.get("order").asText().equals("repo-with-direct");
    return Golden.discover(
        new Acdc(),
        Map.of("threshold", run.get("tau").asText(), "direct-edges", String.valueOf(direct)),
        experiment);
  }

  private static void assertRun(JsonNode run, DiscoveryResult result) {
    List<String> kept = new ArrayList<>();
    run.get("kept").forEach(edge -> kept.add(edge.asText()));
    assertThat(result.circuit().orElseThrow().edgeNames())
        .as("kept under %s at τ = %s", run.get("ablation"), run.get("tau"))
        .containsExactlyInAnyOrderElementsOf(kept);
    if (!run.has("log")) {
      return;
    }
    assertThat(result.decisions()).hasSize(run.get("log").size());
    for (int i = 0; i < result.decisions().size(); i++) {
      JsonNode logged = run.get("log").get(i);
      Decision decision = result.decisions().get(i);
      assertThat(decision.edge()).isEqualTo(logged.get(0).asText());
      assertThat(decision.lossWithout())
          .as("loss without %s", decision.edge())
          .isCloseTo(logged.get(2).asDouble(), within(LOSS_TOLERANCE));
      assertThat(decision.removed()).isEqualTo(logged.get(3).asText().equals("removed"));
    }
  }

  @Test
  void accuracy_ofReverse_isOneOnEveryInput() {
    List<PromptPair> pairs = new ArrayList<>();
    for (JsonNode row : Golden.read("models/tracr-reverse/golden.json").get("table")) {
      List<Integer> clean = ids(row.get("tokens"));
      List<Answer> answers =
          IntStream.range(1, clean.size())
              .mapToObj(
                  p -> new Answer(p, List.of(row.get("output").get(p).asInt() - 1), List.of()))
              .toList();
      pairs.add(new PromptPair(clean, List.of(), answers));
    }
    NamedMetric accuracy =
        new NamedMetric("accuracy", new Accuracy().create(Options.none("accuracy")));

    assertThat(pairs).hasSize(363);
    try (LoadedModel model = Golden.model("tracr-reverse", DataType.FLOAT64);
        EngineExperiment experiment =
            new EngineExperiment(
                model,
                new PromptSet("table", pairs),
                accuracy,
                Golden.ablation("zero"),
                512,
                Golden::metric)) {
      assertThat(experiment.cleanMetric()).isCloseTo(1, within(LOSS_TOLERANCE));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"patching", "zero"})
  void exact_withPositionsAsASender_givesGoldenEffects(String ablation) {
    JsonNode golden =
        Golden.read("models/induction-attn-only/golden.json")
            .get("exact_edge_effects_with_position_sender")
            .get(ablation);
    ModelForm form =
        new ModelForm(
            DataType.FLOAT64, KeyValueInputs.PER_HEAD, WeightForm.RAW, PositionNode.SENDER);
    try (LoadedModel model = Golden.model("induction-attn-only", form);
        EngineExperiment experiment =
            Golden.experiment(model, Golden.prompts("induction-attn-only", 24), "kl", ablation)) {
      EdgeScores scores = Golden.discover(new Exact(), Map.of(), experiment).scores();

      assertThat(experiment.graph().edgeCount()).isEqualTo(golden.size());
      for (int ordinal = 0; ordinal < golden.size(); ordinal++) {
        String edge = experiment.graph().edge(ordinal).name();
        assertThat(scores.score(ordinal).orElseThrow())
            .as("%s under %s", edge, ablation)
            .isCloseTo(golden.get(edge).asDouble(), within(EFFECT_TOLERANCE));
      }
    }
  }
}
