package dev.patchbay.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.plugins.strategy.AttentionAttribution;
import dev.patchbay.plugins.strategy.Eap;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.At;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.Gradients;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must agree because the definitions say so, on prompts of three lengths. */
class EquivalenceTest {

  /** Two ways to the same float64 number of size up to 10. */
  private static final double FLOAT64 = 1e-9;

  /** The same in float32: logits of a tiny model differ by up to 1e-5. */
  private static final double FLOAT32 = 5e-5;

  private static final String MODEL = "gpt2-tiny";

  @ParameterizedTest
  @CsvSource({
    "FLOAT64, logit_diff, patching",
    "FLOAT64, kl, zero",
    "FLOAT64, prob_diff, mean",
    "FLOAT32, logit_diff, mean-positional",
    "FLOAT32, answer_probability, patching",
  })
  void metric_fullCircuit_equalsCleanRun(DataType type, String metric, String ablation) {
    try (LoadedModel model = Golden.model(MODEL, type);
        EngineExperiment experiment =
            Golden.experiment(model, Golden.prompts(MODEL, 10), metric, ablation, 3)) {
      double full = experiment.measure(Circuit.full(experiment.graph()));

      assertThat(full).isCloseTo(experiment.cleanMetric(), within(tolerance(type)));
    }
  }

  @ParameterizedTest
  @CsvSource({"FLOAT64, logit_diff", "FLOAT64, kl", "FLOAT32, prob_diff"})
  void metric_emptyCircuitUnderPatching_equalsCorruptedRun(DataType type, String metric) {
    try (LoadedModel model = Golden.model(MODEL, type);
        EngineExperiment experiment =
            Golden.experiment(model, Golden.prompts(MODEL, 10), metric, "patching", 3)) {
      double empty = experiment.measure(Circuit.empty(experiment.graph()));

      assertThat(empty).isCloseTo(experiment.corruptedMetric(), within(tolerance(type)));
    }
  }

  private static double tolerance(DataType type) {
    return type == DataType.FLOAT64 ? FLOAT64 : FLOAT32;
  }

  @ParameterizedTest
  @ValueSource(strings = {"patching", "zero", "mean"})
  void dot_edgesIntoAReceiver_sumToGradientTimesChangeOfItsInput(String ablation) {
    try (LoadedModel model = Golden.model(MODEL, DataType.FLOAT64);
        EngineExperiment experiment =
            Golden.experiment(model, Golden.prompts(MODEL, 10), "logit_diff", ablation)) {
      ComputationGraph graph = experiment.graph();
      for (PromptBatch batch : experiment.batches()) {
        try (BatchScope scope = experiment.open(batch)) {
          Activations change = scope.ablated().minus(scope.clean());
          Gradients gradients = scope.lossGradients(At.CLEAN);
          double[] products = change.dot(gradients);
          for (int receiver = 0; receiver < graph.receiverCount(); receiver++) {
            NDArray inputChange = change.sender(0);
            double sum = products[graph.ordinal(0, receiver)];
            for (int sender = 1; sender < graph.fanIn(receiver); sender++) {
              inputChange = inputChange.add(change.sender(sender));
              sum += products[graph.ordinal(sender, receiver)];
            }
            double expected = inputChange.mul(gradients.receiver(receiver)).sum().getDouble();
            assertThat(sum).as(graph.receiverName(receiver)).isCloseTo(expected, within(FLOAT64));
          }
        }
      }
    }
  }

  @Test
  void attentionAttribution_headValue_equalsEapScoresOfItsEdgesUnderZeroAblation() {
    try (LoadedModel model = Golden.model(MODEL, DataType.FLOAT64);
        EngineExperiment experiment =
            Golden.experiment(model, Golden.prompts(MODEL, 6), "logit_diff", "zero")) {
      double[][][][] table =
          Golden.discover(new AttentionAttribution(), Map.of(), experiment)
              .attention()
              .get(0)
              .values();
      EdgeScores eap = Golden.discover(new Eap(), Map.of(), experiment).scores();

      // Σ pattern · ∂/∂pattern = z · ∂/∂z, and a head's edges together carry z's whole gradient.
      for (int layer = 0; layer < table.length; layer++) {
        for (int head = 0; head < table[layer].length; head++) {
          double value = Arrays.stream(table[layer][head]).flatMapToDouble(Arrays::stream).sum();
          double edges =
              experiment.graph().outgoingEdgesOf(Node.head(layer, head)).stream()
                  .mapToDouble(edge -> eap.valueOrZero(experiment.graph().ordinal(edge)))
                  .sum();
          assertThat(value).isCloseTo(edges, within(FLOAT64));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void eap_otherBatchSizeAndPromptOrder_givesTheSameScores(int batchSize) {
    PromptSet prompts = Golden.prompts(MODEL, 10);
    List<PromptPair> shuffled = new ArrayList<>(prompts.pairs());
    Collections.shuffle(shuffled, new Random(batchSize));
    try (LoadedModel model = Golden.model(MODEL, DataType.FLOAT64);
        EngineExperiment one =
            Golden.experiment(model, prompts, "logit_diff", "mean-positional", 32);
        EngineExperiment other =
            Golden.experiment(
                model,
                new PromptSet("shuffled", shuffled),
                "logit_diff",
                "mean-positional",
                batchSize)) {
      EdgeScores expected = Golden.discover(new Eap(), Map.of(), one).scores();

      EdgeScores scores = Golden.discover(new Eap(), Map.of(), other).scores();

      for (int ordinal = 0; ordinal < one.graph().edgeCount(); ordinal++) {
        assertThat(scores.valueOrZero(ordinal))
            .isCloseTo(expected.valueOrZero(ordinal), within(FLOAT64));
      }
    }
  }
}
