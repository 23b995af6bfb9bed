package dev.patchbay.plugins.model;

import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.MemoryCheckpoint;
import dev.patchbay.spi.model.StoredTensor;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.model.WeightShapes;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled model as a checkpoint; listings, which read no weights, do not make it compute any.
 */
final class CompiledCheckpoint implements Checkpoint {

  private final String name;
  private final CompiledModel model;
  private final Hardening hardening;
  private final CheckpointConfig config;
  private @Nullable MemoryCheckpoint weights;

  CompiledCheckpoint(String name, CompiledModel model, Hardening hardening) {
    this.name = name;
    this.model = model;
    this.hardening = hardening;
    this.config = hardening.config(model);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CheckpointConfig config() {
    return config;
  }

  @Override
  public Set<String> tensorNames() {
    return WeightShapes.of(CompiledSizes.spec(config)).keySet();
  }

  @Override
  public synchronized StoredTensor tensor(String wanted) {
    MemoryCheckpoint computed = weights;
    if (computed == null) {
      computed = new MemoryCheckpoint(name, config, hardening.weights(model).stored());
      weights = computed;
    }
    return computed.tensor(wanted);
  }

  @Override
  public Optional<Tokenizer> tokenizer() {
    return model.tokenizer();
  }

  @Override
  public void close() {}
}
