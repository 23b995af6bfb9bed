package dev.patchbay.core.engine;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelInfo;

/** A model ready to run: its weights on a device. */
@SuppressWarnings("DoNotCallSuggester")
public final class LoadedModel implements AutoCloseable {

  /** Loads the weights; the checkpoint may be closed afterwards. */
  public static LoadedModel load(
      Checkpoint checkpoint, Architecture architecture, Device device, DataType dataType) {
    throw new UnsupportedOperationException();
  }

  /** Name, hash and spec. */
  public ModelInfo info() {
    throw new UnsupportedOperationException();
  }

  /** The model's graph. */
  public ComputationGraph graph() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
