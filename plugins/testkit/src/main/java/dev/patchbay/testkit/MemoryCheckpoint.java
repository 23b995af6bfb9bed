package dev.patchbay.testkit;

import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.StoredTensor;
import dev.patchbay.spi.plugin.NearMiss;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.Map;
import java.util.Set;

/** A checkpoint that was never a file. */
record MemoryCheckpoint(String name, CheckpointConfig config, Map<String, StoredTensor> tensors)
    implements Checkpoint {

  @Override
  public Set<String> tensorNames() {
    return tensors.keySet();
  }

  @Override
  public StoredTensor tensor(String wanted) {
    StoredTensor tensor = tensors.get(wanted);
    if (tensor == null) {
      throw PatchbayException.failed(
          "%s has no tensor '%s'.".formatted(name, wanted),
          "It has %d.%s".formatted(tensors.size(), NearMiss.sentence(wanted, tensors.keySet())));
    }
    return tensor;
  }

  @Override
  public void close() {}
}
