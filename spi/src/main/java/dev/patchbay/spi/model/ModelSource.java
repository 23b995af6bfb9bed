package dev.patchbay.spi.model;

import dev.patchbay.spi.plugin.Plugin;
import dev.patchbay.spi.run.Progress;
import java.util.List;
import java.util.Optional;

/** A place where models come from. */
public interface ModelSource extends Plugin {

  /**
   * Opens a model, if it is one of this source's.
   *
   * @param reference what the user gave for {@code --model}
   * @return nothing, if the reference is of no kind that this source knows
   * @throws dev.patchbay.spi.plugin.PatchbayException if it is, but the model cannot be read
   */
  Optional<Checkpoint> open(String reference);

  /**
   * As {@link #open(String)}, for a source that may take its time: it says how far it is, and ends
   * when the user has had enough.
   */
  default Optional<Checkpoint> open(String reference, Progress progress) {
    return open(reference);
  }

  /** The models that this source has by name, for listings; empty where names are not a list. */
  default List<String> names() {
    return List.of();
  }
}
