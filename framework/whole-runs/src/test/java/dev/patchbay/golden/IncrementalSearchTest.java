package dev.patchbay.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.run.CircuitSearch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IncrementalSearchTest {

  /** Below what makes a search compute everything afresh. */
  private static final int MOST_CUTS = 255;

  private static final int EDGES_BETWEEN_CHECKS = 5;

  /** In two batches, of which each has two slices. */
  private static final int PROMPTS = 6;

  /** Two ways to the same float64 sums: rounding at losses of size up to 10. */
  private static final double TOLERANCE = 1e-9;

  @ParameterizedTest(name = "{0}, {1}, {2}, seed {3}")
  @CsvSource({
    "gpt2-tiny, patching, logit_diff, 1",
    "gpt2-tiny, patching, kl, 2",
    "gpt2-tiny, zero, logit_diff, 3",
    "gpt2-tiny, zero, kl, 4",
    "gpt2-tiny, mean, prob_diff, 5",
    "gpt2-tiny, mean-positional, logit_diff, 6",
    "gpt2-tiny, zero, answer_probability, 7",
    "gemma2-tiny, patching, logit_diff, 8",
    "gemma2-tiny, zero, kl, 9",
    "gemma2-tiny, mean, logit_diff, 10",
  })
  void lossWithout_anySequenceOfRemovals_equalsAFreshRun(
      String name, String ablation, String metric, long seed) {
    Random random = new Random(seed);
    try (LoadedModel model = Golden.model(name, DataType.FLOAT64);
        EngineExperiment experiment =
            Golden.experiment(model, Golden.prompts(name, PROMPTS), metric, ablation, 4);
        CircuitSearch search = experiment.search(Circuit.full(experiment.graph()))) {
      List<Integer> order = new ArrayList<>(IntStream.range(0, 110).boxed().toList());
      Collections.shuffle(order, random);

      for (int edge : order) {
        Circuit without = search.circuit().without(edge);
        double fresh = experiment.metric().loss(experiment.measure(without));
        assertThat(search.lossWithout(edge))
            .as("without %s, of %s", experiment.graph().edge(edge), search.circuit().edgeNames())
            .isCloseTo(fresh, within(TOLERANCE));
        if (random.nextInt(4) > 0) {
          search.remove(edge);
          assertThat(search.circuit()).isEqualTo(without);
          assertThat(search.loss()).isCloseTo(fresh, within(TOLERANCE));
        }
      }
    }
  }

  /**
   * Edges are gone through receiver by receiver, and those of a receiver are expected; all, half or
   * a tenth of them go.
   */
  @ParameterizedTest(name = "{0}, {1}, {2}, seed {3}, {4} go")
  @CsvSource({
    "gpt2-tiny, patching, logit_diff, 1, 1",
    "gpt2-tiny, patching, kl, 2, .5",
    "gpt2-tiny, zero, logit_diff, 3, .1",
    "gpt2-tiny, mean, prob_diff, 4, .9",
    "gpt-neox-tiny, patching, logit_diff, 5, .9",
    "llama-tiny, mean-positional, logit_diff, 6, .9",
    "mistral-tiny, patching, kl, 7, .9",
    "qwen2-tiny, patching, logit_diff, 8, .9",
    "gemma2-tiny, patching, logit_diff, 9, .9",
  })
  void lossWithout_edgesThatWereExpected_equalsAFreshRun(
      String name, String ablation, String metric, long seed, double share) {
    Random random = new Random(seed);
    try (LoadedModel model = Golden.model(name, DataType.FLOAT64);
        EngineExperiment experiment =
            Golden.experiment(model, Golden.prompts(name, PROMPTS), metric, ablation, 4);
        CircuitSearch search = experiment.search(Circuit.full(experiment.graph()))) {
      ComputationGraph graph = experiment.graph();
      for (int receiver = graph.receiverCount() - 1; receiver >= 0; receiver -= 3) {
        int reader = receiver;
        int[] edges =
            IntStream.range(0, Math.min(graph.fanIn(reader), 12))
                .map(sender -> graph.ordinal(sender, reader))
                .toArray();
        search.expect(edges);
        for (int edge : edges) {
          Circuit without = search.circuit().without(edge);
          double fresh = experiment.metric().loss(experiment.measure(without));
          assertThat(search.lossWithout(edge)).isCloseTo(fresh, within(TOLERANCE));
          if (random.nextDouble() < share) {
            search.remove(edge);
            assertThat(search.circuit()).isEqualTo(without);
            assertThat(search.loss()).isCloseTo(fresh, within(TOLERANCE));
          }
        }
      }
    }
  }

  /**
   * What is left of a sum when all that was added is subtracted again is rounding, which a norm
   * would make as large as anything.
   */
  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "mistral-tiny", "qwen2-tiny", "gemma-tiny", "gemma2-tiny"})
  void loss_nodeThatReadsNothingUnderZero_equalsAFreshRunInFloat32(String name) {
    try (LoadedModel model = Golden.model(name, DataType.FLOAT32);
        EngineExperiment experiment =
            Golden.experiment(model, Golden.prompts(name, 4), "logit_diff", "zero")) {
      ComputationGraph graph = experiment.graph();
      for (int node = graph.shape().embeddings(); node < graph.senderCount(); node++) {
        try (CircuitSearch search = experiment.search(Circuit.full(graph))) {
          for (int receiver : graph.inputsOf(node)) {
            for (int sender = 0; sender < graph.fanIn(receiver); sender++) {
              search.lossWithout(graph.ordinal(sender, receiver));
              search.remove(graph.ordinal(sender, receiver));
            }
          }
          double fresh = experiment.metric().loss(experiment.measure(search.circuit()));
          assertThat(search.loss())
              .as("%s without inputs", graph.senderNode(node))
              .isCloseTo(fresh, within(Golden.SMALLEST_MARGIN_FLOAT32));
        }
      }
    }
  }

  /** Senders fall silent one after the other; what reads them reads nothing in the end. */
  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "mistral-tiny", "qwen2-tiny", "gemma-tiny", "gemma2-tiny"})
  void loss_edgesCutFrontToBackUnderZero_equalsFreshRunsInFloat32(String name) {
    try (LoadedModel model = Golden.model(name, DataType.FLOAT32);
        EngineExperiment experiment =
            Golden.experiment(model, Golden.prompts(name, 4), "logit_diff", "zero");
        CircuitSearch search = experiment.search(Circuit.full(experiment.graph()))) {
      int edges = Math.min(experiment.graph().edgeCount(), MOST_CUTS);
      for (int edge = 0; edge < edges; edge++) {
        search.remove(edge);
        if (edge % EDGES_BETWEEN_CHECKS == 0) {
          double fresh = experiment.metric().loss(experiment.measure(search.circuit()));
          assertThat(search.loss())
              .as("without the first %s edges", edge + 1)
              .isCloseTo(fresh, within(Golden.SMALLEST_MARGIN_FLOAT32));
        }
      }
    }
  }
}
