package dev.patchbay.model.prompts;

import dev.patchbay.model.prompts.PromptFields.Names;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.List;
import java.util.Optional;

/** A prompt as its file gives it. What can be checked without a tokenizer is right. */
record WrittenPrompt(
    PromptPlace place,
    Names names,
    Written clean,
    Optional<Written> corrupted,
    List<WrittenAnswer> answers) {

  static WrittenPrompt of(PromptFields fields) {
    Names names = fields.names();
    Written clean = fields.prompt(names.clean()).orElseThrow(() -> missing(fields, names.clean()));
    WrittenPrompt prompt =
        new WrittenPrompt(
            fields.place(),
            names,
            clean,
            fields.prompt(names.corrupted()),
            WrittenAnswer.of(fields));
    prompt.checkIds();
    return prompt;
  }

  /** That a field which every prompt needs is not there. */
  static PatchbayException missing(PromptFields fields, String field) {
    return fields.wrong(field, "missing or empty", "Give it text, or at least one token id.");
  }

  private void checkIds() {
    if (clean instanceof Written.Ids ids) {
      checkPositions(ids.ids().size());
      if (corrupted.orElse(clean) instanceof Written.Ids twin
          && twin.ids().size() != ids.ids().size()) {
        throw unequal(ids.ids().size(), twin.ids().size(), "");
      }
    } else {
      checkPositions(Integer.MAX_VALUE);
    }
  }

  /** That answers are read within a prompt of so many tokens, in order and once each. */
  void checkPositions(int length) {
    int before = -1;
    for (WrittenAnswer answer : answers) {
      int position = answer.position().orElse(length - 1);
      if (position < 0) {
        throw place.wrong("position", "%s".formatted(position), "Positions are counted from 0.");
      }
      if (position >= length) {
        throw place.wrong(
            "position",
            "%s, but the prompt has %s tokens".formatted(position, length),
            "Positions are counted from 0.");
      }
      if (position <= before) {
        throw place.wrong(
            "positions",
            "a list with %s after %s".formatted(position, before),
            "Give the positions in order, each once.");
      }
      before = position;
    }
  }

  PatchbayException unequal(int length, int twin, String parting) {
    return place.wrong(
        names.corrupted(),
        "%s tokens, but the clean prompt has %s%s".formatted(twin, length, parting),
        "Patching swaps activations position by position: make the twins equally long.");
  }

  boolean isText() {
    return clean instanceof Written.Text || corrupted.orElse(clean) instanceof Written.Text;
  }
}
