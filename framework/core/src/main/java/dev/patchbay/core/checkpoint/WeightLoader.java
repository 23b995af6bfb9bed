package dev.patchbay.core.checkpoint;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;

/** Turns a checkpoint's stored tensors into weights. */
public final class WeightLoader {

  private WeightLoader() {}

  /** Reads every weight; the tensors live as long as {@code manager}, on its device. */
  @SuppressWarnings("DoNotCallSuggester")
  public static LoadedWeights load(
      Checkpoint checkpoint, Architecture architecture, NDManager manager, DataType dataType) {
    throw new UnsupportedOperationException();
  }
}
