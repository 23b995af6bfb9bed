package dev.patchbay.core.checkpoint;

import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Which prompts were these? A digest of what a run sees of them, whatever file they came from. */
public final class PromptHash {

  private PromptHash() {}

  /**
   * SHA-256, in hexadecimal, over one line a prompt, in order: the clean ids, the corrupted ids,
   * the answers and the wrong answers as {@code [1, 2]}, then the position, separated by blanks.
   * The set's name is not part of it.
   */
  public static String of(PromptSet prompts) {
    MessageDigest digest = Sha256.digest();
    for (PromptPair pair : prompts.pairs()) {
      String line =
          "%s %s %s %s %d\n"
              .formatted(
                  pair.clean(),
                  pair.corrupted(),
                  pair.answers(),
                  pair.wrongAnswers(),
                  pair.position());
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
