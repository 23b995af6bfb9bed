package dev.patchbay.model.hub;

import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelSource;
import dev.patchbay.spi.run.Progress;
import java.util.Optional;

/** A source that may take its time to open a model, because it fetches it first. */
public interface FetchingSource extends ModelSource {

  /** As {@link #open(String)}, saying how far it is and ending when the user has had enough. */
  Optional<Checkpoint> open(String reference, Progress progress);

  @Override
  default Optional<Checkpoint> open(String reference) {
    return open(reference, Progress.SILENT);
  }
}
