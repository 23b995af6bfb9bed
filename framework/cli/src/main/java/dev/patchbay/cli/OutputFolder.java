package dev.patchbay.cli;

import dev.patchbay.spi.plugin.PatchbayException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether results can be written where the user wants them: asked before the work, not after. */
final class OutputFolder {

  private OutputFolder() {}

  /**
   * Checks without leaving a trace.
   *
   * @throws PatchbayException if the folder is a file, or neither it nor its place can be written
   */
  static void check(Path folder) {
    Path existing = folder.toAbsolutePath().normalize();
    while (existing.getParent() != null && Files.notExists(existing)) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      throw PatchbayException.failed(
          "The output folder '%s' cannot be made: '%s' is a file.".formatted(folder, existing),
          "Name another folder with --out.");
    }
    if (!Files.isWritable(existing)) {
      throw PatchbayException.failed(
          "The output folder '%s' cannot be written: no permission in '%s'."
              .formatted(folder, existing),
          "Name another folder with --out.");
    }
  }
}
