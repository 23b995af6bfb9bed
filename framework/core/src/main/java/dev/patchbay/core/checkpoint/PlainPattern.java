package dev.patchbay.core.checkpoint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which regular expressions cannot backtrack without end: nothing that repeats is repeated, and in
 * none of their alternatives do more than two repetitions follow each other. Those that cut texts
 * into words (GPT-2's, Llama 3's, Qwen's, o200k's) are of this kind.
 */
final class PlainPattern {

  /** No tokenizer that is known has half as long a one. */
  private static final int LONGEST = 1000;

  /**
   * The search gives up after ten million steps. Two repetitions in a row take less for a stretch
   * of four thousand equal letters, three do not for one of four hundred.
   */
  private static final int MOST_REPEATED = 2;

  /** Each doubles the steps. */
  private static final int MOST_OPTIONAL = 4;

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
    int depth = 0;
    int repeated = 0;
    int optional = 0;
    boolean afterOne = false;
    boolean afterGroup = false;
    for (int at = 0; at < pattern.length(); at = piece.end()) {
      if (!piece.region(at, pattern.length()).lookingAt()) {
        return false;
      }
      if (piece.group("bar") != null && depth == 0) {
        repeated = 0;
        optional = 0;
      }
      depth += is(piece, "open") - is(piece, "close");
      repeated += is(piece, "repeated");
      optional += is(piece, "optional");
      boolean counts = is(piece, "repeated") + is(piece, "exactly") > 0;
      boolean fits = (!counts && is(piece, "optional") == 0) || afterOne;
      boolean mayBeGroup = "?".equals(piece.group("optional")) && afterGroup;
      if (depth < 0
          || repeated > MOST_REPEATED
          || optional > MOST_OPTIONAL
          || (!fits && !mayBeGroup)) {
        return false;
      }
      afterOne = piece.group("one") != null;
      afterGroup = piece.group("close") != null;
    }
    return depth == 0;
  }

  private static int is(Matcher piece, String kind) {
    return piece.group(kind) == null ? 0 : 1;
  }
}
