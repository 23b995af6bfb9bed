package dev.patchbay.spi.export;

import java.io.IOException;
import java.io.OutputStream;

/** Takes the files that an exporter makes. Each appears complete or not at all. */
@FunctionalInterface
public interface ExportedFiles {

  /**
   * Writes a file.
   *
   * @param name letters, digits, points, underscores and hyphens, beginning with a letter or digit
   * @throws IllegalArgumentException if the name is none
   */
  void put(String name, Content content) throws IOException;

  /** Writes a file's bytes and leaves the stream open. */
  @FunctionalInterface
  interface Content {
    void write(OutputStream out) throws IOException;
  }
}
