package dev.patchbay.core.checkpoint;

import dev.patchbay.spi.plugin.NearMiss;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What a prompt may have, and the words for it: AutoCircuit's and EAP-IG's, read in any format. */
enum PromptField {
  CLEAN("clean"),
  CORRUPTED("corrupt", "corrupted"),
  ANSWERS("answers", "correct_idx"),
  WRONG_ANSWERS("wrong_answers", "incorrect_idx"),
  POSITION("position", "positions"),
  /** A year, which says what is right and wrong: {@link YearLabel}. */
  LABEL(YearLabel.COLUMN);

  private final List<String> words;

  PromptField(String... words) {
    this.words = List.of(words);
  }

  /** The words that mean it. */
  List<String> words() {
    return words;
  }

  /** Those of its words that are among {@code keys}. */
  List<String> in(Collection<String> keys) {
    return words.stream().filter(keys::contains).toList();
  }

  /** Whether a key is the word for a field. */
  static boolean knows(String key) {
    return Arrays.stream(values()).anyMatch(field -> field.words.contains(key));
  }

  /**
   * " Did you mean 'position'?", of fields that are not among the keys; nothing if none is near.
   */
  static String nearMiss(String key, Collection<String> keys) {
    List<String> absent =
        Arrays.stream(values())
            .filter(field -> field.in(keys).isEmpty())
            .flatMap(field -> field.words.stream())
            .toList();
    return NearMiss.sentence(key.toLowerCase(Locale.ROOT).replaceAll("[ -]", "_"), absent);
  }
}
