package dev.patchbay.model.hub;

import dev.patchbay.model.file.Sha256;
import java.util.HexFormat;

/** Checksums of test files. */
final class TestDigest {

  private TestDigest() {}

  static String sha256(byte[] content) {
    return HexFormat.of().formatHex(Sha256.digest().digest(content));
  }
}
