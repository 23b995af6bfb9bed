package dev.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.spi.ablation.AblationProvider;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every ablation keeps: extend it and name the provider. Tried on {@link TinyModels#gpt}. */
public abstract class AblationContract extends OptionsContract<AblationProvider> {

  private static final long SEED = 31;

  /** Two orders of a mean in float64 over activations of size 10 differ by some 1e-15. */
  private static final double ROUNDING = 1e-10;

  protected AblationContract() {
    super(AblationProvider.class, AblationProvider::create);
  }

  @Test
  void values_everySender_isFiniteAndFitsItsActivations() {
    try (TinyExperiment tiny = tiny(TinyPrompts.random(SEED))) {
      EngineExperiment experiment = tiny.experiment();
      for (PromptBatch batch : experiment.batches()) {
        try (BatchScope scope = experiment.open(batch)) {
          for (int sender = 0; sender < experiment.graph().senderCount(); sender++) {
            NDArray clean = scope.clean().sender(sender); // [batch, pos, d_model]
            NDArray ablated = scope.ablated().sender(sender);
            // Axes of length 1 stand for any length: the sum has the activations' shape.
            assertThat(clean.add(ablated).getShape()).isEqualTo(clean.getShape());
            assertThat(ablated.isNaN().any().getBoolean()).isFalse();
            assertThat(ablated.isInfinite().any().getBoolean()).isFalse();
          }
        }
      }
    }
  }

  @Test
  void values_twice_areEqual() {
    assertThat(inputs(TinyPrompts.random(SEED))).isEqualTo(inputs(TinyPrompts.random(SEED)));
  }

  @Test
  void values_otherBatchSize_areTheSameForEachPrompt() {
    PromptSet prompts = TinyPrompts.random(SEED);

    assertClose(ofEach(prompts, 1), ofEach(prompts, prompts.pairs().size()));
  }

  @Test
  void values_otherPromptOrder_areTheSameForEachPrompt() {
    PromptSet prompts = TinyPrompts.random(SEED);

    assertClose(
        ofEach(TinyPrompts.reversed(prompts), TinyExperiment.BATCH_SIZE),
        ofEach(prompts, TinyExperiment.BATCH_SIZE));
  }

  @Test
  void values_otherBatchesFirst_areTheSameForEachPrompt() {
    try (TinyExperiment tiny = tiny(TinyPrompts.random(SEED), 1)) {
      List<PromptBatch> forwards = tiny.experiment().batches();
      List<PromptBatch> backwards = new ArrayList<>(forwards);
      Collections.reverse(backwards);

      assertClose(ofEach(tiny, backwards), ofEach(tiny, forwards));
    }
  }

  private static void assertClose(
      Map<PromptPair, double[]> actual, Map<PromptPair, double[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach(
        (pair, values) ->
            assertThat(values)
                .as("what is ablated for the prompt %s", pair.clean())
                .containsExactly(expected.get(pair), within(ROUNDING)));
  }

  private Map<PromptPair, double[]> ofEach(PromptSet prompts, int batchSize) {
    try (TinyExperiment tiny = tiny(prompts, batchSize)) {
      return ofEach(tiny, tiny.experiment().batches());
    }
  }

  /** Every sender's ablated values, by prompt: they depend on no other prompt of the batch. */
  private static Map<PromptPair, double[]> ofEach(TinyExperiment tiny, List<PromptBatch> batches) {
    Map<PromptPair, double[]> values = new HashMap<>();
    for (PromptBatch batch : batches) {
      try (BatchScope scope = tiny.experiment().open(batch)) {
        for (int prompt = 0; prompt < batch.size(); prompt++) {
          int row = prompt;
          values.put(
              batch.pairs().get(prompt),
              IntStream.range(0, tiny.experiment().graph().senderCount())
                  .mapToObj(sender -> scope.ablated().sender(sender).get(row))
                  .flatMapToDouble(own -> Arrays.stream(own.toDoubleArray()))
                  .toArray());
        }
      }
    }
    return values;
  }

  @Test
  void readsCorrupted_promptsWithoutTwins_areRefusedOnlyWhereDeclared() {
    Throwable thrown =
        catchThrowable(() -> inputs(TinyPrompts.withoutTwins(TinyPrompts.random(SEED))));

    if (provider().create(options()).readsCorrupted()) {
      assertThat(thrown).isInstanceOf(PatchbayException.class);
    } else {
      assertThat(thrown).isNull();
    }
  }

  @Test
  void isCorruptedRun_whatEverySenderWritesThere_isTheAnswerExactlyWhereDeclared() {
    try (TinyExperiment tiny = tiny(TinyPrompts.random(SEED));
        BatchScope scope = tiny.experiment().open(tiny.experiment().batches().get(0))) {
      boolean corrupted =
          IntStream.range(0, tiny.experiment().graph().senderCount())
              .allMatch(
                  sender ->
                      scope.ablated().sender(sender).equals(scope.corrupted().sender(sender)));

      assertThat(corrupted)
          .as("it is the corrupted run")
          .isEqualTo(provider().create(options()).isCorruptedRun());
    }
  }

  private double[] inputs(PromptSet prompts) {
    try (TinyExperiment tiny = tiny(prompts);
        BatchScope scope = tiny.experiment().open(tiny.experiment().batches().get(0))) {
      Activations ablated = scope.ablated();
      return ablated.input().toDoubleArray();
    }
  }

  private TinyExperiment tiny(PromptSet prompts) {
    return tiny(prompts, TinyExperiment.BATCH_SIZE);
  }

  private TinyExperiment tiny(PromptSet prompts, int batchSize) {
    return TinyExperiment.of(
        TinyModels.gpt(SEED), prompts, new AnswerMargin(), provider().create(options()), batchSize);
  }
}
