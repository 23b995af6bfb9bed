package dev.patchbay.core.checkpoint;

import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Prompts from a file, as token ids.
 *
 * <p>JSON has AutoCircuit's layout: {@code {"prompts": [{"clean": [ids], "corrupt": [ids],
 * "answers": [ids], "wrong_answers": [ids], "position": p}]}}. CSV (a name that ends in {@code
 * .csv}) has EAP-IG's: columns {@code clean}, {@code corrupted}, {@code correct_idx}, {@code
 * incorrect_idx} and, where wanted, {@code position}, ids in one cell separated by blanks. The
 * corrupted twin, the wrong answers and the position may be left out; without one the answer is
 * read at the last token.
 */
public final class PromptFile {

  /** The longest file: a million prompts take some 200 MB. */
  static final long LONGEST = 1L << 28;

  private PromptFile() {}

  /**
   * Reads every prompt. Whether the ids are tokens of a model is not checked here.
   *
   * @return the prompts in the file's order, called what the file is called
   * @throws PatchbayException if the file cannot be read, naming the file, the prompt (counted from
   *     1) and the field
   */
  public static PromptSet read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw PatchbayException.failed(
          "%s: there is no such file.".formatted(file), "Give a JSON or CSV file of prompts.");
    }
    String name = String.valueOf(file.getFileName());
    List<PromptFields> prompts =
        name.toLowerCase(Locale.ROOT).endsWith(".csv")
            ? CsvPrompts.read(file)
            : JsonPrompts.read(file);
    if (prompts.isEmpty()) {
      throw PatchbayException.failed(
          "%s: there are no prompts in this file.".formatted(file), "Give it at least one.");
    }
    List<PromptPair> pairs = new ArrayList<>();
    for (PromptFields prompt : prompts) {
      pairs.add(pair(prompt));
    }
    return new PromptSet(name, pairs);
  }

  private static PromptPair pair(PromptFields prompt) {
    List<Integer> clean = prompt.needed(prompt.names().clean());
    List<Integer> corrupted = prompt.ids(prompt.names().corrupted());
    if (!corrupted.isEmpty() && corrupted.size() != clean.size()) {
      throw prompt.wrong(
          prompt.names().corrupted(),
          "%d tokens, but the clean prompt has %d".formatted(corrupted.size(), clean.size()),
          "Patching swaps activations position by position: make the twins equally long.");
    }
    OptionalInt position = prompt.position();
    if (position.isPresent() && (position.getAsInt() < 0 || position.getAsInt() >= clean.size())) {
      throw prompt.wrong(
          "position",
          "%d, but the prompt has %d tokens".formatted(position.getAsInt(), clean.size()),
          "Positions are counted from 0.");
    }
    return new PromptPair(
        clean,
        corrupted,
        prompt.needed(prompt.names().answers()),
        prompt.ids(prompt.names().wrongAnswers()),
        position.orElse(clean.size() - 1));
  }
}
