package dev.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.TensorRecipe;
import dev.patchbay.spi.model.WeightShapes;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every architecture keeps: extend it, name the provider and one checkpoint of its family. */
public abstract class ArchitectureContract extends PluginContract<Architecture> {

  /** A configuration of the family. */
  protected abstract CheckpointConfig config();

  /** The names of the tensors of a checkpoint with that configuration. */
  protected abstract Set<String> storedNames();

  @Override
  protected final Class<Architecture> kind() {
    return Architecture.class;
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
