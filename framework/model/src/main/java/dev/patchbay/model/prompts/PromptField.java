package dev.patchbay.model.prompts;

import dev.patchbay.spi.plugin.NearMiss;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What a prompt may have, and the words for it: AutoCircuit's and EAP-IG's, read in any format. */
enum PromptField {
  CLEAN,
  CORRUPTED,
  ANSWERS,
  WRONG_ANSWERS,
  POSITION,
  /** A year, which says what is right and wrong: {@link YearLabel}. */
  LABEL;

  List<String> words() {
    return switch (this) {
      case CLEAN -> List.of("clean");
      case CORRUPTED -> List.of("corrupt", "corrupted");
      case ANSWERS -> List.of("answers", "correct_idx");
      case WRONG_ANSWERS -> List.of("wrong_answers", "incorrect_idx");
      case POSITION -> List.of("position", "positions");
      case LABEL -> List.of(YearLabel.COLUMN);
    };
  }

  /** Those of its words that are among {@code keys}. */
  List<String> in(Collection<String> keys) {
    return words().stream().filter(keys::contains).toList();
  }

  static boolean knows(String key) {
    return Arrays.stream(values()).anyMatch(field -> field.words().contains(key));
  }

  /**
   * " Did you mean 'position'?", of fields that are not among the keys; nothing if none is near.
   */
  static String nearMiss(String key, Collection<String> keys) {
    List<String> absent =
        Arrays.stream(values())
            .filter(field -> field.in(keys).isEmpty())
            .flatMap(field -> field.words().stream())
            .toList();
    return NearMiss.sentence(key.toLowerCase(Locale.ROOT).replaceAll("[ -]", "_"), absent);
  }
}
