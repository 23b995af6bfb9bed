package dev.patchbay.core.run;

import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Names prompts by what they are: prompts of equal ids have equal hashes, whatever their name. */
public final class PromptHash {

  private PromptHash() {}

  /**
   * SHA-256, in hexadecimal, over 32-bit big-endian numbers: how many pairs; for each pair its
   * clean ids, corrupted ids, answers and wrong answers, each list behind its length, and its
   * position.
   */
  public static String of(PromptSet prompts) {
    MessageDigest digest = sha256();
    add(digest, prompts.pairs().size());
    for (PromptPair pair : prompts.pairs()) {
      add(digest, pair.clean());
      add(digest, pair.corrupted());
      add(digest, pair.answers());
      add(digest, pair.wrongAnswers());
      add(digest, pair.position());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, List<Integer> ids) {
    add(digest, ids.size());
    ids.forEach(id -> add(digest, id));
  }

  private static void add(MessageDigest digest, int number) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
