package dev.patchbay.core.lookup;

import dev.patchbay.model.weights.WeightLoader;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelSpec;

/**
 * A model whose files are open. What it is, is known; no weight has been read.
 *
 * @param checkpoint its files; they are closed with this
 * @param architecture who reads them
 * @param spec how it is built, as it is stored
 */
public record OpenModel(Checkpoint checkpoint, Architecture architecture, ModelSpec spec)
    implements AutoCloseable {

  /** What reports call it. */
  public String name() {
    return checkpoint.name();
  }

  /** Whether its unembedding is its embedding, seen the other way round. */
  public boolean tied() {
    return WeightLoader.tiesUnembedding(checkpoint, architecture);
  }

  @Override
  public void close() {
    checkpoint.close();
  }
}
