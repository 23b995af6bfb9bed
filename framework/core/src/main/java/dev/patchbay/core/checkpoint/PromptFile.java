package dev.patchbay.core.checkpoint;

import dev.patchbay.spi.task.PromptSet;
import java.nio.file.Path;

/** Reads prompts from a file. */
public final class PromptFile {

  private PromptFile() {}

  /** The prompts of a file. */
  @SuppressWarnings("DoNotCallSuggester")
  public static PromptSet read(Path file) {
    throw new UnsupportedOperationException();
  }
}
