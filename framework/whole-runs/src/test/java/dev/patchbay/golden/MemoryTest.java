package dev.patchbay.golden;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.plugins.strategy.Eap;
import dev.patchbay.plugins.strategy.EapIgInputs;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.CircuitSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** 2,000 evaluations leave no tensor behind. */
class MemoryTest {

  private static final int EVALUATIONS = 2000;

  /** Before them: the compiler's own memory was seen to grow by 20 MB until about the 2,000th. */
  private static final int WARM_UP = 3000;

  /**
   * Warm, 8,000 evaluations grew the process by 1.5 MB. One forgotten tensor of 14 kB an evaluation
   * would be 27 MB, and an evaluation makes hundreds.
   */
  private static final long GROWTH_BYTES = 16L << 20;

  @Test
  void evaluations_many_leaveNoTensorWithTheModel() {
    try (LoadedModel model = Golden.model("gpt2-tiny", DataType.FLOAT64);
        EngineExperiment experiment = experiment(model)) {
      evaluate(experiment, 10);
      int before = tensors(experiment);

      evaluate(experiment, 200);

      assertThat(tensors(experiment)).isEqualTo(before);
    }
  }

  @TestFactory
  Stream<DynamicTest> evaluations_2000_keepNativeMemoryFlat() {
    if (!Files.exists(MemoryProbe.STATUS)) {
      System.out.println(
          "Native memory is not tested: this system has no " + MemoryProbe.STATUS + ".");
      return Stream.of();
    }
    return Stream.of(
        DynamicTest.dynamicTest(
            EVALUATIONS + " evaluations",
            () -> assertThat(growthInAProcessOfItsOwn()).isLessThan(GROWTH_BYTES)));
  }

  private static long growthInAProcessOfItsOwn() throws IOException {
    return MemoryProbe.run(MemoryTest.class, "192m", List.of(), Map.of(), "grown");
  }

  /** The probe: prints by how many bytes 2,000 evaluations made the process grow. */
  public static void main(String[] args) {
    try (LoadedModel model = Golden.model("gpt2-tiny", DataType.FLOAT64);
        EngineExperiment experiment = experiment(model)) {
      evaluate(experiment, WARM_UP);
      long before = residentBytes();

      evaluate(experiment, EVALUATIONS);

      System.out.println("grown " + (residentBytes() - before));
    }
  }

  private static EngineExperiment experiment(LoadedModel model) {
    return Golden.experiment(model, Golden.prompts("gpt2-tiny", 6), "logit_diff", "patching");
  }

  /** Circuits, trials, removals and gradients in turn; a search is left half-way on purpose. */
  private static void evaluate(EngineExperiment experiment, int evaluations) {
    Circuit full = Circuit.full(experiment.graph());
    for (int done = 0; done < evaluations; done += 20) {
      try (CircuitSearch search = experiment.search(full)) {
        for (int edge = 0; edge < 18; edge++) {
          search.lossWithout((edge * 37 + done) % 110);
          if (edge % 3 == 0) {
            search.remove((edge * 37 + done) % 110);
          }
        }
        experiment.measure(search.circuit());
      }
      Golden.discover(new Eap(), Map.of(), experiment);
      Golden.discover(new EapIgInputs(), Map.of("points", "2"), experiment);
    }
  }

  private static int tensors(EngineExperiment experiment) {
    try (BatchScope scope = experiment.open(experiment.batches().get(0))) {
      NDManager manager = scope.clean().input().getManager();
      return manager.getManagedArrays().size();
    }
  }

  private static long residentBytes() {
    System.gc();
    return MemoryProbe.anonymousBytes();
  }
}
