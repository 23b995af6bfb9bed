package dev.patchbay.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.plugins.strategy.Exact;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.Port;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs in which nodes read nothing: what rounding leaves there must not reach a norm. */
class NothingReadTest {

  @ParameterizedTest
  @CsvSource({
    "llama-tiny, zero",
    "mistral-tiny, zero",
    "qwen2-tiny, zero",
    "qwen3-tiny, zero",
    "gemma-tiny, zero",
    "gemma2-tiny, zero",
    "gpt-neox-tiny, zero",
    "gpt-neox-sequential-tiny, zero",
    "phi-tiny, zero",
    "gpt2-tiny, zero",
    "induction-attn-only, zero",
    "qwen3-tiny, patching",
    "gemma2-tiny, mean",
    "llama-tiny, mean-positional"
  })
  void exact_denoising_scoresOfFloat32AreThoseOfFloat64(String name, String ablation) {
    EdgeScores exact = denoising(name, ablation, DataType.FLOAT64);
    EdgeScores rounded = denoising(name, ablation, DataType.FLOAT32);

    for (int edge = 0; edge < exact.graph().edgeCount(); edge++) {
      double score = exact.score(edge).orElseThrow();
      assertThat(rounded.score(edge).orElseThrow())
          .as(exact.graph().edge(edge).name())
          .isCloseTo(score, within(Golden.SCORE_TOLERANCE_FLOAT32 * Math.max(1, Math.abs(score))));
    }
  }

  /** Where a head looks makes no difference as long as nothing is there to be fetched. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama-tiny",
        "mistral-tiny",
        "qwen2-tiny",
        "qwen3-tiny",
        "gemma-tiny",
        "gemma2-tiny"
      })
  void exact_denoisingUnderZero_scoresOfQueriesAndKeysAreZero(String name) {
    EdgeScores scores = denoising(name, "zero", DataType.FLOAT32);

    ComputationGraph graph = scores.graph();
    assertThat(
            IntStream.range(0, graph.edgeCount())
                .filter(
                    edge ->
                        graph.receiverPort(graph.receiverOf(edge)) == Port.Q
                            || graph.receiverPort(graph.receiverOf(edge)) == Port.K)
                .mapToDouble(edge -> scores.score(edge).orElseThrow()))
        .isNotEmpty()
        .containsOnly(0.);
  }

  private static EdgeScores denoising(String name, String ablation, DataType type) {
    try (LoadedModel model = Golden.model(name, type);
        EngineExperiment experiment =
            Golden.experiment(model, Golden.prompts(name, 2), "logit_diff", ablation)) {
      return Golden.discover(new Exact(), Map.of("direction", "denoising"), experiment).scores();
    }
  }
}
