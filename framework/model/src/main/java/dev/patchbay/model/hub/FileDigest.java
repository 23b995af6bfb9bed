package dev.patchbay.model.hub;

import dev.patchbay.model.file.Sha256;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** Compares a file with its checksum. */
final class FileDigest {

  private FileDigest() {}

  /**
   * Reads the file once; one that is something else is deleted.
   *
   * @throws PatchbayException if it is
   */
  static void check(String what, Path file, Optional<String> sha256, Progress progress)
      throws IOException {
    if (sha256.isEmpty()) {
      return;
    }
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[1 << 20];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        progress.throwIfStopped();
        digest.update(buffer, 0, count);
      }
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(sha256.get())) {
      Files.delete(file);
      throw PatchbayException.failed(
          "%s: its SHA-256 is %s, not %s.".formatted(what, found, sha256.get()),
          "It was changed on the way, and nothing of it was kept: fetch it again.");
    }
  }
}
