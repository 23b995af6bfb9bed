package dev.patchbay.model.tokenizer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which regular expressions cannot backtrack without end: nothing that repeats is repeated, and
 * what their alternatives can try on a text of {@value #LONGEST_TEXT} characters stays within the
 * steps after which a search gives up. Those that cut texts into words (GPT-2's, Llama 3's, Qwen's,
 * o200k's) are of this kind.
 */
final class PlainPattern {

  /** So many characters a text may have for which a pattern is plain. */
  static final int LONGEST_TEXT = 400;

  /** The search gives up after ten million steps, and the library with it. */
  private static final double MOST_STEPS = 1e7;

  /** No tokenizer that is known has half as long a one. */
  private static final int LONGEST = 1000;

  /** A piece of a pattern; whatever is none of these is not plain. */
  private static final Pattern PIECE =
      Pattern.compile(
          "(?<open>\\((?:\\?(?:i?:|=|!))?)"
              + "|(?<close>\\))"
              + "|(?<bar>\\|)"
              + "|(?<repeated>[*+][?+]?|\\{\\d{1,2},(?:\\d{1,2})?\\})"
              + "|(?<optional>\\?[?+]?)"
              + "|(?<exactly>\\{\\d{1,2}\\})"
              + "|(?<one>\\\\[pP]\\{\\^?\\w+\\}|\\\\[^0-9kgGKRXpPuxcCM]"
              + "|\\[\\^?(?:\\\\[pP]\\{\\^?\\w+\\}|\\\\.|[^\\[\\]\\\\])+\\]"
              + "|[^\\\\\\[\\](){}*+?|])",
          Pattern.DOTALL);

  private PlainPattern() {}

  static boolean is(String pattern) {
    if (pattern.length() > LONGEST) {
      return false;
    }
    Matcher piece = PIECE.matcher(pattern);
    double steps = 0;
    double tried = 1;
    int choices = 1;
    int depth = 0;
    boolean afterOne = false;
    boolean afterGroup = false;
    for (int at = 0; at < pattern.length(); at = piece.end()) {
      if (!piece.region(at, pattern.length()).lookingAt()) {
        return false;
      }
      boolean bar = piece.group("bar") != null;
      if (bar && depth == 0) {
        steps += tried * choices;
        tried = 1;
        choices = 1;
      } else if (bar) {
        choices++;
      }
      depth += is(piece, "open") - is(piece, "close");
      tried *= Math.pow(LONGEST_TEXT, is(piece, "repeated")) * (1 + is(piece, "optional"));
      boolean counts = is(piece, "repeated") + is(piece, "exactly") > 0;
      boolean fits = (!counts && is(piece, "optional") == 0) || afterOne;
      boolean mayBeGroup = "?".equals(piece.group("optional")) && afterGroup;
      // What follows a choice is tried for each: choices one after another would multiply.
      boolean choosesAgain = piece.group("open") != null && choices > 1;
      if (depth < 0 || choosesAgain || (!fits && !mayBeGroup)) {
        return false;
      }
      afterOne = piece.group("one") != null;
      afterGroup = piece.group("close") != null;
    }
    return depth == 0 && steps + tried * choices <= MOST_STEPS;
  }

  private static int is(Matcher piece, String kind) {
    return piece.group(kind) == null ? 0 : 1;
  }
}
