package dev.patchbay.model.prompts;

import dev.patchbay.model.tokenizer.BosPolicy;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.task.PromptSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Prompts from a file, as text or as token ids: read before a model is looked at, turned into the
 * model's tokens afterwards.
 *
 * <p>JSON has AutoCircuit's layout: {@code {"prompts": [{"clean": text or [ids], "corrupt": text or
 * [ids], "answers": [texts and ids], "wrong_answers": [texts and ids], "position": p}]}}, or is
 * such a prompt on each line (JSON Lines). A prompt that is read at several positions has {@code
 * "positions": [p, …]}, and its answers are one list for all of them or a list of lists, one for
 * each. CSV (a name that ends in {@code .csv}) has EAP-IG's layout: columns {@code clean} and
 * {@code corrupted}, each of text or of ids separated by blanks, {@code correct_idx} and {@code
 * incorrect_idx}, ids as well or one text, and, where wanted, {@code position}; or, instead of
 * answers, {@code label}, a year's two digits as in its Greater-Than file: the years after it are
 * right, those up to it wrong. Either format takes the other's words. The corrupted twin, the wrong
 * answers and the position may be left out; without one the answer is read at the last token.
 * Positions count tokens from 0, the one for the beginning of a text among them.
 */
public final class PromptFile {

  /** The longest file: a million prompts take some 200 MB. */
  static final long LONGEST = 1L << 28;

  private final String origin;
  private final String name;
  private final List<WrittenPrompt> prompts;
  private final List<String> notes;

  private PromptFile(String origin, String name, List<WrittenPrompt> prompts, List<String> notes) {
    this.origin = origin;
    this.name = name;
    this.prompts = prompts;
    this.notes = notes;
  }

  /**
   * Reads every prompt. Whether ids are tokens of a model is not checked here.
   *
   * @throws PatchbayException if the file cannot be read, naming the file, the prompt (counted from
   *     1) and the field
   */
  public static PromptFile read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw PatchbayException.failed(
          "%s: there is no such file.".formatted(file), "Give a JSON or CSV file of prompts.");
    }
    String name = String.valueOf(file.getFileName());
    PromptRows rows =
        name.toLowerCase(Locale.ROOT).endsWith(".csv")
            ? CsvPrompts.read(file)
            : JsonPrompts.read(file);
    if (rows.prompts().isEmpty()) {
      throw PatchbayException.failed(
          "%s: there are no prompts in this file.".formatted(file), "Give it at least one.");
    }
    return new PromptFile(
        file.toString(),
        name,
        rows.prompts().stream().map(WrittenPrompt::of).toList(),
        rows.notes());
  }

  /** Whether any prompt or twin is text, so that it matters what comes before a text. */
  public boolean hasTextPrompts() {
    return prompts.stream().anyMatch(WrittenPrompt::isText);
  }

  /** Whether every answer has wrong ones beside it. */
  public boolean namesWrongAnswers() {
    return prompts.stream()
        .flatMap(prompt -> prompt.answers().stream())
        .noneMatch(answer -> answer.wrong().isEmpty());
  }

  /**
   * The prompts in a model's tokens.
   *
   * @param tokenizer the model's; asked only where something is text
   * @param bos what comes before prompts that are text; answers never have it
   * @return the prompts in the file's order, called what the file is called; with a note where
   *     answers lack the blank before them, and on keys or columns that are not read
   * @throws PatchbayException if something is text and there is no tokenizer, if a text has tokens
   *     that the model does not know, if an answer is not one token, or if twins come out unequally
   *     long
   */
  public PromptSet prompts(ModelSpec model, Optional<Tokenizer> tokenizer, BosPolicy bos) {
    PromptTokens tokens = new PromptTokens(model, tokenizer, bos);
    AnswerCheck.check(origin, prompts, tokens);
    List<String> all = new ArrayList<>(notes);
    all.addAll(BlankCheck.notes(prompts, tokens));
    return new PromptSet(name, prompts.stream().map(tokens::pair).toList(), all);
  }
}
