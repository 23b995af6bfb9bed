package dev.patchbay.core.checkpoint;

import dev.patchbay.spi.plugin.PatchbayException;
import java.util.List;
import java.util.OptionalInt;

/** One prompt of a file, whatever the file's format. */
abstract class PromptFields {

  /** What a format calls the fields. */
  record Names(String clean, String corrupted, String answers, String wrongAnswers) {}

  private final String origin;
  private final int number;

  /**
   * @param origin the file
   * @param number which prompt of it, counted from 1
   */
  PromptFields(String origin, int number) {
    this.origin = origin;
    this.number = number;
  }

  abstract Names names();

  /** The token ids of a field; none where the field is absent. */
  abstract List<Integer> ids(String field);

  /** Where the answer is read, if the file says so. */
  abstract OptionalInt position();

  /** The token ids of a field that must have some. */
  final List<Integer> needed(String field) {
    List<Integer> ids = ids(field);
    if (ids.isEmpty()) {
      throw wrong(field, "missing or empty", "Give it at least one token id.");
    }
    return ids;
  }

  /** That a field holds text, and nothing here turns text into tokens. */
  final PatchbayException text(String field, String text) {
    String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    return wrong(
        field,
        "the text '%s'".formatted(shown.replaceAll("\\s", " ")),
        "Patchbay has no tokenizer for the model yet: give token ids.");
  }

  /** That a field is wrong. */
  final PatchbayException wrong(String field, String is, String advice) {
    return PatchbayException.failed(
        "%s: prompt %d, '%s' is %s.".formatted(origin, number, field, is), advice);
  }
}
