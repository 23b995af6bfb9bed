package dev.patchbay.cli;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text that shows what is in it: no character that a terminal would act upon or leave out. */
final class Visible {

  /** Controls, characters without a look of their own, halves of characters, unassigned ones. */
  private static final Set<Integer> UNSEEN =
      Set.of(
          (int) Character.CONTROL,
          (int) Character.FORMAT,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR,
          (int) Character.SURROGATE,
          (int) Character.UNASSIGNED);

  /** What may be printed as it is. */
  private static final Pattern LINES = Pattern.compile("[\n\t]");

  /** The same, and how {@link Console.Paint} sets text off. */
  private static final Pattern PAINTED = Pattern.compile("[\n\t]|\u001B\\[[012]m");

  private Visible() {}

  /**
   * Whole lines: as {@link #of}, but line ends and tabs stay.
   *
   * @param painted whether the codes of {@link Console.Paint} stay as well
   */
  static String lines(String text, boolean painted) {
    Matcher kept = (painted ? PAINTED : LINES).matcher(text);
    StringBuilder visible = new StringBuilder();
    int from = 0;
    while (kept.find()) {
      visible.append(of(text.substring(from, kept.start()))).append(kept.group());
      from = kept.end();
    }
    return visible.append(of(text.substring(from))).toString();
  }

  /** The text, with Java's escapes for what could not be seen. */
  static String of(String text) {
    StringBuilder visible = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (UNSEEN.contains(Character.getType(c))) {
                visible.append(escape(c));
              } else {
                visible.appendCodePoint(c);
              }
            });
    return visible.toString();
  }

  private static String escape(int c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> {
        StringBuilder escape = new StringBuilder();
        for (char unit : Character.toChars(c)) {
          escape.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
        }
        yield escape.toString();
      }
    };
  }
}
