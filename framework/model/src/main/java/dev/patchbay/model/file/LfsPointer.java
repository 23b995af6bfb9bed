package dev.patchbay.model.file;

import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The few lines that Git keeps in the place of a large file until Git LFS has fetched it. */
public final class LfsPointer {

  private static final byte[] BEGINNING =
      "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.US_ASCII);

  private LfsPointer() {}

  /**
   * Refuses a file that is one, or too long for what it should be.
   *
   * @param longest how many bytes such a file can sensibly have
   */
  public static void refuse(Path file, long longest) throws IOException {
    if (Files.size(file) > longest) {
      throw PatchbayException.failed(
          "%s: the file has %s bytes.".formatted(file, Files.size(file)),
          "Such a file has at most %s bytes: is it the right one?".formatted(longest));
    }
    refuse(file);
  }

  /** Refuses a file that is one. */
  public static void refuse(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (Arrays.equals(in.readNBytes(BEGINNING.length), BEGINNING)) {
        throw PatchbayException.failed(
            "%s: this is a Git LFS pointer, and not yet the file that it stands for."
                .formatted(file),
            "Run 'git lfs pull' in its folder, or download the file.");
      }
    }
  }
}
