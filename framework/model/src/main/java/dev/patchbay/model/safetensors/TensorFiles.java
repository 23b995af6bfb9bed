package dev.patchbay.model.safetensors;

import dev.patchbay.spi.model.StoredTensor;
import java.util.Set;

/** Named tensors in one file, or in several. */
public interface TensorFiles {

  Set<String> names();

  /**
   * The tensor of this name.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if there is none
   */
  StoredTensor tensor(String name);
}
