package dev.patchbay.spi.model;

import dev.patchbay.spi.plugin.Plugin;
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
   * The task that suits a model, as for {@code --task}: what it is asked where the user names none.
   *
   * @param reference what the user gave for {@code --model}
   * @return nothing, if the reference is of no kind that this source knows, or no task is known to
   *     suit the model: it is then asked what any model can be asked
   */
  default Optional<String> task(String reference) {
    return Optional.empty();
  }

  /** The models that this source has by name, for listings; empty where names are not a list. */
  default List<String> names() {
    return List.of();
  }

  /**
   * The models that an exam of strategies asks for a known circuit where the user names none:
   * {@link #names}, unless some of them are worth a second look with options.
   */
  default List<String> examined() {
    return names();
  }
}
