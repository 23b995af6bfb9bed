package dev.patchbay.core.journal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One thing that a search was asked, and the answer; or one score of a method that scores.
 *
 * @param kind what this is
 * @param edges ordinals that it was asked about; of {@link Kind#START} the edges that are not in
 *     the circuit
 * @param loss the loss that was found, or the score, to the last bit; of {@link Kind#SCORED} how
 *     many scores there are
 */
record JournalEntry(Kind kind, List<Integer> edges, double loss) {

  /** What a search is asked, and what a method that scores leaves. */
  enum Kind {
    /** To hold a circuit. */
    START,
    /** What the loss would be without some edges. */
    TEST,
    /** To take some edges out. */
    REMOVE,
    /** What an edge scores. */
    SCORE,
    /** Whether that was all. */
    SCORED
  }

  static JournalEntry of(Kind kind, int[] ordinals, double loss) {
    return new JournalEntry(kind, Arrays.stream(ordinals).boxed().toList(), loss);
  }

  boolean answers(Kind asked, int[] ordinals) {
    return kind == asked && edges.equals(Arrays.stream(ordinals).boxed().toList());
  }

  /** A line of a journal, such as {@code test 12,13 0x1.8p1}. */
  String line() {
    String ordinals = edges.stream().map(String::valueOf).collect(Collectors.joining(","));
    return "%s %s %s"
        .formatted(
            kind.name().toLowerCase(Locale.ROOT),
            ordinals.isEmpty() ? "-" : ordinals,
            Double.toHexString(loss));
  }

  /** The entry of a line; nothing if the line is none. */
  static Optional<JournalEntry> of(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 3) {
      return Optional.empty();
    }
    try {
      int[] ordinals =
          words[1].equals("-")
              ? new int[0]
              : Arrays.stream(words[1].split(",", -1)).mapToInt(Integer::parseInt).toArray();
      return Optional.of(
          JournalEntry.of(
              Kind.valueOf(words[0].toUpperCase(Locale.ROOT)),
              ordinals,
              Double.parseDouble(words[2])));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
