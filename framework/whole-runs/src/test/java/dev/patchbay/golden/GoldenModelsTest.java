package dev.patchbay.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.readout.NamedMetric;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.metric.MetricTraits;
import dev.patchbay.spi.metric.MetricTraits.Direction;
import dev.patchbay.spi.metric.MetricTraits.Reads;
import dev.patchbay.spi.metric.Readout;
import dev.patchbay.spi.run.At;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.task.PromptSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenModelsTest {

  /** The reference's own float32 patterns differ from float64 by up to 6e-7. */
  private static final double PATTERN_TOLERANCE = 5e-6;

  /** Metrics of circuits, of size up to 100: rounding in float64. */
  private static final double METRIC_TOLERANCE = 1e-8;

  /** A metric that keeps the logits it is shown. */
  private static final class Recorder implements Metric {
    private final List<double[]> rows = new ArrayList<>();

    @Override
    public MetricTraits traits() {
      return new MetricTraits(Direction.HIGHER, Reads.VOCABULARY, false, false, false, false);
    }

    @Override
    public NDArray values(Readout readout) {
      NDArray logits = readout.logits();
      for (long row = 0; row < logits.getShape().get(0); row++) {
        rows.add(logits.get(row).toType(DataType.FLOAT64, true).toDoubleArray());
      }
      return logits.sum(new int[] {1});
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gpt2-tiny, FLOAT32, 10",
    "gpt2-tiny, FLOAT64, 10",
    "gpt2-tiny-hub-layout, FLOAT32, 10",
    "gpt2-tiny-bf16, FLOAT32, 10",
    "gpt2-tiny-f16, FLOAT32, 10",
    "induction-attn-only, FLOAT64, 24",
    "gpt-neox-tiny, FLOAT32, 10",
    "gpt-neox-sequential-tiny, FLOAT32, 10",
    "llama-tiny, FLOAT32, 10",
    "llama-tiny, FLOAT64, 10",
    "llama3-rope-tiny, FLOAT32, 10",
    "qwen2-tiny, FLOAT32, 10",
    "qwen3-tiny, FLOAT32, 10",
    "mistral-tiny, FLOAT32, 10",
    "gemma-tiny, FLOAT32, 10",
    "gemma2-tiny, FLOAT32, 10",
    "gemma2-tiny, FLOAT64, 10",
    "phi-tiny, FLOAT32, 10",
    "gpt-neo-tiny, FLOAT32, 10",
    "opt-tiny, FLOAT32, 10",
    "llama-bias-tiny, FLOAT32, 10",
    "shortformer-tiny, FLOAT32, 6",
    "shortformer-tiny, FLOAT64, 6",
  })
  void run_checkpoint_givesGoldenLogits(String name, DataType dataType, int count) {
    JsonNode golden = Golden.read("models/" + name + "/golden.json");
    PromptSet prompts = Golden.prompts(name, count);
    Recorder recorder = new Recorder();

    try (LoadedModel model = Golden.model(name, dataType);
        EngineExperiment experiment =
            new EngineExperiment(
                model,
                prompts,
                new NamedMetric("recorder", recorder),
                Golden.ablation("patching"),
                1,
                Golden::metric)) {
      experiment.cleanMetric();
      // Batches come shortest prompt first: look each prompt's row up by its place in that order.
      List<Integer> order =
          experiment.batches().stream()
              .map(b -> prompts.pairs().indexOf(b.pairs().get(0)))
              .toList();

      for (int row = 0; row < count; row++) {
        JsonNode wanted = golden.get("clean_logits_last").get(order.get(row));
        for (int token = 0; token < wanted.size(); token++) {
          Parity.check(
              name,
              "logits, " + dataType.name().toLowerCase(Locale.ROOT),
              recorder.rows.get(row)[token],
              wanted.get(token).asDouble(),
              Golden.LOGIT_TOLERANCE);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt2-tiny",
        "gpt-neox-tiny",
        "gpt-neox-sequential-tiny",
        "llama-tiny",
        "llama3-rope-tiny",
        "qwen2-tiny",
        "qwen3-tiny",
        "mistral-tiny",
        "gemma-tiny",
        "gemma2-tiny",
        "phi-tiny",
        "gpt-neo-tiny",
        "opt-tiny",
        "llama-bias-tiny",
        "shortformer-tiny",
      })
  void pattern_firstPrompt_equalsGolden(String name) {
    JsonNode golden = Golden.read("models/" + name + "/golden.json").get("prompt0").get("pattern");
    int head = golden.get("head").asInt();

    try (LoadedModel model = Golden.model(name, DataType.FLOAT32);
        EngineExperiment experiment =
            Golden.experiment(model, Golden.prompts(name, 1), "logit_diff", "patching");
        BatchScope scope = experiment.open(experiment.batches().get(0))) {
      NDArray pattern = scope.pattern(At.CLEAN, golden.get("layer").asInt());
      for (int to = 0; to < golden.get("values").size(); to++) {
        for (int from = 0; from < golden.get("values").size(); from++) {
          double entry = pattern.get(0, head, to, from).toType(DataType.FLOAT64, true).getDouble();
          double wanted = golden.get("values").get(to).get(from).asDouble();
          Parity.check(name, "pattern, float32", entry, wanted, PATTERN_TOLERANCE);
        }
      }
    }
  }

  static Stream<String> scoredModels() {
    return Golden.files("scores").stream();
  }

  @ParameterizedTest
  @MethodSource("scoredModels")
  void metric_everyGoldenCircuit_equalsGoldenUnderEachAblation(String name) {
    JsonNode golden = Golden.read("scores/" + name + "/circuits.json");
    try (LoadedModel model = Golden.model(name, DataType.FLOAT64)) {
      for (String ablation : List.of("patching", "zero", "mean", "mean-positional")) {
        for (String metric : List.of("logit_diff", "kl", "prob_diff", "answer_probability")) {
          try (EngineExperiment experiment =
              Golden.experiment(model, Golden.prompts(name, 6), metric, ablation)) {
            for (JsonNode entry : golden.get("circuits")) {
              assertCircuit(entry, experiment, name, ablation, metric);
            }
          }
        }
      }
    }
  }

  private static void assertCircuit(
      JsonNode entry, EngineExperiment experiment, String model, String ablation, String metric) {
    List<String> names = new ArrayList<>();
    entry.get("edges").forEach(edge -> names.add(edge.asText()));
    Circuit circuit = Circuit.ofNames(experiment.graph(), names);
    JsonNode results = entry.get("results");

    Parity.check(
        model,
        "circuits, float64",
        experiment.measure(circuit),
        results.get(ablation).get(metric).asDouble(),
        METRIC_TOLERANCE);
    Parity.check(
        model,
        "circuits pruned, float64",
        experiment.measure(circuit.pruned()),
        results.get(ablation + ".pruned").get(metric).asDouble(),
        METRIC_TOLERANCE);
  }
}
