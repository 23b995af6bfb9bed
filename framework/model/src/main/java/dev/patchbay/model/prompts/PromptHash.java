package dev.patchbay.model.prompts;

import dev.patchbay.model.file.Sha256;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Which prompts were these? A digest of what a run sees of them, whatever file they came from. */
public final class PromptHash {

  private PromptHash() {}

  /**
   * SHA-256, in hexadecimal, over one line a prompt, in order: the clean ids and the corrupted ids
   * as {@code [1, 2]}, then for each answer position the answers, the wrong answers and the
   * position, separated by blanks. The set's name is not part of it.
   */
  public static String of(PromptSet prompts) {
    MessageDigest digest = Sha256.digest();
    for (PromptPair pair : prompts.pairs()) {
      StringBuilder line = new StringBuilder();
      line.append(pair.clean()).append(' ').append(pair.corrupted());
      for (Answer answer : pair.answers()) {
        line.append(' ').append(answer.right());
        line.append(' ').append(answer.wrong());
        line.append(' ').append(answer.position());
      }
      digest.update(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
