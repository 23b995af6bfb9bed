package dev.patchbay.core.checkpoint;

import dev.patchbay.core.checkpoint.PromptFields.Names;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A prompt as its file gives it. What can be wrong without knowing a tokenizer is not.
 *
 * @param place where it stands
 * @param names what the file calls the fields
 * @param clean the prompt
 * @param corrupted its twin, where there is one
 * @param answers right next tokens, at least one
 * @param wrongAnswers wrong next tokens
 * @param position where the answer is read, in tokens, if the file says so
 */
record WrittenPrompt(
    PromptPlace place,
    Names names,
    Written clean,
    Optional<Written> corrupted,
    List<Written> answers,
    List<Written> wrongAnswers,
    OptionalInt position) {

  static WrittenPrompt of(PromptFields fields) {
    Names names = fields.names();
    Written clean = fields.prompt(names.clean()).orElseThrow(() -> missing(fields, names.clean()));
    List<Written> answers = fields.answers(names.answers());
    if (answers.isEmpty()) {
      throw missing(fields, names.answers());
    }
    WrittenPrompt prompt =
        new WrittenPrompt(
            fields.place(),
            names,
            clean,
            fields.prompt(names.corrupted()),
            answers,
            fields.answers(names.wrongAnswers()),
            fields.position());
    prompt.checkIds();
    return prompt;
  }

  private static PatchbayException missing(PromptFields fields, String field) {
    return fields.wrong(field, "missing or empty", "Give it text, or at least one token id.");
  }

  private void checkIds() {
    if (clean instanceof Written.Ids ids) {
      checkPosition(ids.ids().size());
      if (corrupted.orElse(clean) instanceof Written.Ids twin
          && twin.ids().size() != ids.ids().size()) {
        throw unequal(ids.ids().size(), twin.ids().size(), "");
      }
    } else {
      checkPosition(Integer.MAX_VALUE);
    }
  }

  /** That the answer is read within a prompt of so many tokens. */
  void checkPosition(int length) {
    if (position.isPresent() && position.getAsInt() < 0) {
      throw place.wrong(
          "position", "%d".formatted(position.getAsInt()), "Positions are counted from 0.");
    }
    if (position.isPresent() && position.getAsInt() >= length) {
      throw place.wrong(
          "position",
          "%d, but the prompt has %d tokens".formatted(position.getAsInt(), length),
          "Positions are counted from 0.");
    }
  }

  /** That the twin has another length. */
  PatchbayException unequal(int length, int twin, String parting) {
    return place.wrong(
        names.corrupted(),
        "%d tokens, but the clean prompt has %d%s".formatted(twin, length, parting),
        "Patching swaps activations position by position: make the twins equally long.");
  }

  /** Whether the prompt or its twin is text. */
  boolean isText() {
    return clean instanceof Written.Text || corrupted.orElse(clean) instanceof Written.Text;
  }
}
