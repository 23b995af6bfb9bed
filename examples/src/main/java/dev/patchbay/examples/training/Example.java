package dev.patchbay.examples.training;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * A text to learn from.
 *
 * @param prompt all of it but the last token
 * @param answer the last token, a blank before it where one belongs there
 * @param combination what decides the answer, in words; whole combinations are kept from training
 * @param decided whether the prompt decides the answer; those that do not are for training only
 */
record Example(String prompt, String answer, String combination, boolean decided) {

  /** One combination in this many is held out. */
  static final int HELD_OUT_IN = 8;

  /** Whether training never sees this combination, in whatever sentence. */
  boolean heldOut() {
    CRC32 hash = new CRC32();
    hash.update(combination.getBytes(StandardCharsets.UTF_8));
    return hash.getValue() % HELD_OUT_IN == 0;
  }

  /** The whole text. */
  String text() {
    return prompt + answer;
  }
}
