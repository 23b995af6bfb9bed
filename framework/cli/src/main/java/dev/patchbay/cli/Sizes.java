package dev.patchbay.cli;

import dev.patchbay.engine.memory.ByteSize;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes and counts for reading. */
final class Sizes {

  private static final Pattern WORDS =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)([kmgt])(?:i?b)?", Pattern.CASE_INSENSITIVE);

  private static final String UNITS = "kmgt";
  private static final double STEP = 1024;

  private Sizes() {}

  /** Three digits and a unit: 1.46 GiB. */
  static String bytes(long bytes) {
    return ByteSize.words(bytes);
  }

  /**
   * Reads {@code 6g}, {@code 1.5G}, {@code 800m} or {@code 6GiB}, all in steps of 1,024.
   *
   * @throws PatchbayException if the words are not such a size, or none is left of it
   */
  static long read(String option, String words) {
    Matcher matcher = WORDS.matcher(words.strip());
    if (!matcher.matches()) {
      throw PatchbayException.usage(
          "%s cannot be '%s'.".formatted(option, words), "Give it a size: 6g, 1.5g or 800m.");
    }
    int unit = UNITS.indexOf(matcher.group(2).toLowerCase(Locale.ROOT)) + 1;
    long bytes = (long) (Double.parseDouble(matcher.group(1)) * Math.pow(STEP, unit));
    if (bytes == 0) {
      throw PatchbayException.usage(
          "%s is %s.".formatted(option, words), "Give it a size: 6g, 1.5g or 800m.");
    }
    return bytes;
  }

  /** With thousands apart: 32,491. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
