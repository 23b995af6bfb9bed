package dev.patchbay.model.folder;

import dev.patchbay.model.safetensors.Safetensors;
import dev.patchbay.model.safetensors.TensorFiles;
import dev.patchbay.model.tokenizer.FolderTokenizer;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.StoredTensor;
import dev.patchbay.spi.model.Tokenizer;
import java.util.Optional;
import java.util.Set;

/** A checkpoint whose tensors are in files. */
record FolderCheckpoint(
    String name,
    CheckpointConfig config,
    TensorFiles weights,
    Optional<FolderTokenizer> ownTokenizer)
    implements Checkpoint {

  @Override
  public Set<String> tensorNames() {
    return weights.names();
  }

  @Override
  public StoredTensor tensor(String name) {
    return weights.tensor(name);
  }

  @Override
  public Optional<Tokenizer> tokenizer() {
    return ownTokenizer.map(tokenizer -> tokenizer);
  }

  /** The files are not held open: {@link Safetensors}. */
  @Override
  public void close() {
    ownTokenizer.ifPresent(FolderTokenizer::close);
  }
}
