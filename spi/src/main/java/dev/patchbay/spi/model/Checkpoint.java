package dev.patchbay.spi.model;

import java.util.Optional;
import java.util.Set;

/** A model as it is stored: its configuration and its named tensors. */
public interface Checkpoint extends AutoCloseable {

  /** What reports call the model. */
  String name();

  /** Its {@code config.json}. */
  CheckpointConfig config();

  /** The names of all tensors. */
  Set<String> tensorNames();

  /**
   * The tensor of this name.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if there is none
   */
  StoredTensor tensor(String name);

  /** The tokenizer that belongs to the model, where there is one; it is closed with this. */
  default Optional<Tokenizer> tokenizer() {
    return Optional.empty();
  }

  /** Releases files and the tokenizer; nothing that was copied out of the checkpoint is touched. */
  @Override
  void close();
}
