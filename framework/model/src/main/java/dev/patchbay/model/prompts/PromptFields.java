package dev.patchbay.model.prompts;

import dev.patchbay.spi.plugin.PatchbayException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** One prompt of a file, whatever the file's format. */
abstract class PromptFields {

  /** What a prompt calls its fields; a field that it lacks has the format's own word. */
  record Names(
      String clean, String corrupted, String answers, String wrongAnswers, String position) {

    /** The same, in the words that are among {@code keys}. */
    Names in(Collection<String> keys) {
      return new Names(
          clean,
          word(PromptField.CORRUPTED, keys, corrupted),
          word(PromptField.ANSWERS, keys, answers),
          word(PromptField.WRONG_ANSWERS, keys, wrongAnswers),
          word(PromptField.POSITION, keys, position));
    }

    private static String word(PromptField field, Collection<String> keys, String otherwise) {
      return field.in(keys).stream().findFirst().orElse(otherwise);
    }
  }

  private final PromptPlace place;

  PromptFields(PromptPlace place) {
    this.place = place;
  }

  abstract Names names();

  /** A prompt; nothing where the field is absent or empty. */
  abstract Optional<Written> prompt(String field);

  /** Answers: one list for all positions, or one for each; no list where the field is absent. */
  abstract List<List<Written>> answers(String field);

  /** Where answers are read; none where the file does not say. */
  abstract List<Integer> positions();

  final PromptPlace place() {
    return place;
  }

  final PatchbayException wrong(String field, String is, String advice) {
    return place.wrong(field, is, advice);
  }
}
