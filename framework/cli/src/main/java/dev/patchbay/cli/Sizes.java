package dev.patchbay.cli;

import dev.patchbay.spi.plugin.PatchbayException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes and counts for reading. */
final class Sizes {

  private static final Pattern WORDS =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)([kmgt])(?:i?b)?", Pattern.CASE_INSENSITIVE);

  private static final String UNITS = "kmgt";
  private static final double STEP = 1024;

  private Sizes() {}

  /**
   * What {@code --memory} says: {@code 6g}, {@code 1.5G}, {@code 800m} or {@code 6GiB}, all in
   * steps of 1,024.
   *
   * @throws PatchbayException if the words are not such a size, or none is left of it
   */
  static OptionalLong memory(Optional<String> asked) {
    if (asked.isEmpty()) {
      return OptionalLong.empty();
    }
    String words = asked.get();
    Matcher matcher = WORDS.matcher(words.strip());
    if (!matcher.matches()) {
      throw PatchbayException.usage(
          "--memory cannot be '%s'.".formatted(words), "Give it a size: 6g, 1.5g or 800m.");
    }
    int unit = UNITS.indexOf(matcher.group(2).toLowerCase(Locale.ROOT)) + 1;
    long bytes = (long) (Double.parseDouble(matcher.group(1)) * Math.pow(STEP, unit));
    if (bytes == 0) {
      throw PatchbayException.usage(
          "--memory is %s.".formatted(words), "Give it a size: 6g, 1.5g or 800m.");
    }
    return OptionalLong.of(bytes);
  }

  /** With one digit after the point. */
  static String tenths(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** With thousands apart: 32,491. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
