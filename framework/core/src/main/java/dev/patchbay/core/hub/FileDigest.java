package dev.patchbay.core.hub;

import dev.patchbay.core.checkpoint.Sha256;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
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
  static void check(String what, Path file, Optional<String> sha256) throws IOException {
    if (sha256.isEmpty()) {
      return;
    }
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
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
