package dev.patchbay.plugins.model;

import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.StoredTensor;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.Map;
import java.util.Set;

/** A checkpoint that was never a file. */
record HandSetCheckpoint(String name, CheckpointConfig config, Map<String, HandSetTensor> tensors)
    implements Checkpoint {

  @Override
  public Set<String> tensorNames() {
    return tensors.keySet();
  }

  @Override
  public StoredTensor tensor(String name) {
    HandSetTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw PatchbayException.failed(
          "The embedded model '%s' has no tensor '%s'.".formatted(name(), name),
          "Its tensors: " + String.join(", ", tensors.keySet()) + ".");
    }
    return tensor;
  }

  @Override
  public void close() {}
}
