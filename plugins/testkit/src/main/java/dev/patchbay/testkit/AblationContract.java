package dev.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.djl.ndarray.NDArray;
import dev.patchbay.core.engine.EngineExperiment;
import dev.patchbay.spi.ablation.AblationProvider;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.task.PromptSet;
import org.junit.jupiter.api.Test;

/** What every ablation keeps: extend it and name the provider. Tried on {@link TinyModels#gpt}. */
public abstract class AblationContract extends OptionsContract<AblationProvider> {

  private static final long SEED = 31;

  @Override
  protected final Class<AblationProvider> kind() {
    return AblationProvider.class;
  }

  @Override
  protected final Object create(Options options) {
    return provider().create(options);
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
  void readsCorrupted_promptsWithoutTwins_areRefusedOnlyWhereDeclared() {
    Throwable thrown =
        catchThrowable(() -> inputs(TinyPrompts.withoutTwins(TinyPrompts.random(SEED))));

    if (provider().create(options()).readsCorrupted()) {
      assertThat(thrown).isInstanceOf(PatchbayException.class);
    } else {
      assertThat(thrown).isNull();
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
    return TinyExperiment.of(
        TinyModels.gpt(SEED),
        prompts,
        new AnswerMargin(),
        provider().create(options()),
        TinyExperiment.BATCH_SIZE);
  }
}
