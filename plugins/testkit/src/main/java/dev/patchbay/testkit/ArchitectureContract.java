package dev.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.TensorRecipe;
import dev.patchbay.spi.model.WeightShapes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every architecture keeps: extend it, name the provider and one small checkpoint of its
 * family, and say what a reference (the family's own code, as transformers) predicts with it. Names
 * and shapes alone do not show whether the queries of two heads were swapped; logits do.
 */
public abstract class ArchitectureContract extends PluginContract<Architecture> {

  /** A float32 reference's own rounding, at logits of size 10. */
  private static final double ROUNDING = 5e-5;

  /** With fewer tokens a pattern is nearly the same whatever queries and keys are. */
  private static final int FEWEST_TOKENS = 3;

  /** A small checkpoint of the family, with random weights. The contract closes it. */
  protected abstract Checkpoint checkpoint();

  /** What the reference predicts with the checkpoint's weights. */
  protected abstract ReferenceLogits reference();

  /**
   * A prompt and what comes after it.
   *
   * @param prompt token ids, three at least
   * @param logits of every token after the last position
   */
  public record ReferenceLogits(List<Integer> prompt, List<Double> logits) {}

  private CheckpointConfig config() {
    try (Checkpoint checkpoint = checkpoint()) {
      return checkpoint.config();
    }
  }

  private Set<String> storedNames() {
    try (Checkpoint checkpoint = checkpoint()) {
      return Set.copyOf(checkpoint.tensorNames());
    }
  }

  @Override
  protected final Class<Architecture> kind() {
    return Architecture.class;
  }

  @Test
  void weights_theCheckpointRun_predictsWhatTheReferenceDoes() {
    ReferenceLogits reference = reference();
    assertThat(reference.prompt()).hasSizeGreaterThanOrEqualTo(FEWEST_TOKENS);
    try (Checkpoint checkpoint = checkpoint()) {
      assertThat(TinyExperiment.logits(checkpoint, provider(), reference.prompt()))
          .as("logits after %s", reference.prompt())
          .containsExactly(
              reference.logits().stream().mapToDouble(logit -> logit).toArray(), within(ROUNDING));
    }
  }

  @Test
  void reads_itsOwnFamily_only() {
    CheckpointConfig other = new CheckpointConfig("config.json", Map.of("model_type", "no-such"));

    assertThat(provider().reads(config())).as("its own").isTrue();
    assertThat(provider().reads(other)).as("another").isFalse();
    assertThat(provider().reads(new CheckpointConfig("config.json", Map.of()))).isFalse();
  }

  @Test
  void weights_everyOneThatTheForwardPassReads_hasARecipe() {
    ModelSpec spec = provider().spec(config());

    assertThat(provider().weights(spec, storedNames()).keySet())
        .containsAll(WeightShapes.of(spec).keySet());
  }

  @Test
  void weights_everyRecipe_startsFromAStoredTensor() {
    ModelSpec spec = provider().spec(config());

    assertThat(provider().weights(spec, storedNames()).values())
        .filteredOn(recipe -> !recipe.isZeros())
        .extracting(TensorRecipe::tensor)
        .isSubsetOf(storedNames());
  }

  /** A buffer is passed over in silence; a weight must not be. */
  @Test
  void isBuffer_ofWhatARecipeStartsFrom_isFalse() {
    ModelSpec spec = provider().spec(config());

    assertThat(provider().weights(spec, storedNames()).values())
        .extracting(TensorRecipe::tensor)
        .noneMatch(provider()::isBuffer);
  }
}
