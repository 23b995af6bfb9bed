package dev.patchbay.core.checkpoint;

import dev.patchbay.spi.plugin.PatchbayException;

/**
 * Where a prompt stands, for messages.
 *
 * @param origin the file
 * @param number which prompt of it, counted from 1
 */
record PromptPlace(String origin, int number) {

  /** Text in a message has at most this many characters. */
  private static final int SHOWN = 40;

  /** That a field is wrong. */
  PatchbayException wrong(String field, String is, String advice) {
    return PatchbayException.failed(
        "%s: prompt %s, '%s' is %s.".formatted(origin, number, field, is), advice);
  }

  /** Text in quotes, on one line and not too long. */
  static String quoted(String text) {
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return "'" + shown.replaceAll("\\s", " ") + "'";
  }
}
