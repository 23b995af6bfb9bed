package dev.patchbay.core.checkpoint;

import dev.patchbay.spi.plugin.PatchbayException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One prompt of a file, whatever the file's format. */
abstract class PromptFields {

  /** What a format calls the fields. */
  record Names(String clean, String corrupted, String answers, String wrongAnswers) {}

  private final PromptPlace place;

  PromptFields(PromptPlace place) {
    this.place = place;
  }

  abstract Names names();

  /** A prompt; nothing where the field is absent or empty. */
  abstract Optional<Written> prompt(String field);

  /** Answers; none where the field is absent. */
  abstract List<Written> answers(String field);

  /** Where the answer is read, if the file says so. */
  abstract OptionalInt position();

  final PromptPlace place() {
    return place;
  }

  /** That a field is wrong. */
  final PatchbayException wrong(String field, String is, String advice) {
    return place.wrong(field, is, advice);
  }
}
