package dev.patchbay.plugins.task;

import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.task.PromptPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How a model reads and writes the words of a task: by its tokenizer, and within its vocabulary.
 *
 * @param task the task's name, for messages
 * @param model the model
 * @param tokenizer its tokenizer
 */
record Wording(String task, ModelInfo model, Tokenizer tokenizer) {

  /** So many words that fit are named where they are too few. */
  private static final int NAMED = 5;

  static Wording of(String task, ModelInfo model, Optional<Tokenizer> tokenizer) {
    return new Wording(
        task,
        model,
        tokenizer.orElseThrow(
            () ->
                PatchbayException.failed(
                    "The task '%s' is written as text, but the model '%s' has no tokenizer."
                        .formatted(task, model.name()),
                    "Put its tokenizer.json into its folder, or take a task that needs none, such"
                        + " as induction.")));
  }

  /** The tokens of a text, without any that comes before it. */
  List<Integer> ids(String text) {
    return tokenizer.encode(text).stream().map(Token::id).toList();
  }

  /** Whether a text is just this many tokens, which the model both reads and predicts. */
  boolean fits(String text, int tokens) {
    try {
      List<Integer> ids = ids(text);
      int known = Math.min(model.spec().dVocab(), model.spec().dVocabOut());
      return ids.size() == tokens && ids.stream().allMatch(id -> id < known);
    } catch (PatchbayException unknownWord) {
      return false;
    }
  }

  /**
   * The words that fit.
   *
   * @param what what the words are, for messages: names
   * @param fewest how many the task cannot do without
   * @param notes where is noted how many fit
   * @throws PatchbayException if there are fewer
   */
  <T> List<T> fitting(
      String what, List<T> words, Predicate<T> fits, int fewest, List<String> notes) {
    List<T> fitting = words.stream().filter(fits).toList();
    if (fitting.size() < fewest) {
      throw PatchbayException.failed(
          "The task '%s' needs %s %s of the right number of tokens; the tokenizer of '%s' has %s of %s%s."
              .formatted(
                  task,
                  fewest,
                  what,
                  model.name(),
                  fitting.size(),
                  words.size(),
                  fitting.isEmpty()
                      ? ""
                      : ": "
                          + String.join(
                              ", ", fitting.stream().limit(NAMED).map(String::valueOf).toList())),
          "Take a model in whose tokenizer each of these words is a single token, as in GPT-2's.");
    }
    int left = words.size() - fitting.size();
    notes.add(
        "%s %s%s"
            .formatted(fitting.size(), what, left == 0 ? "" : ", %s left out".formatted(left)));
    return fitting;
  }

  /** The pair of two texts. */
  PromptPair pair(Twins twins) {
    return pair(ids(twins.clean()), ids(twins.corrupted()), twins);
  }

  /**
   * The pair of two texts whose tokens are these, with the token for the beginning of a text where
   * the tokenizer adds it.
   *
   * @throws PatchbayException if they differ elsewhere than in the swapped words, or not at all
   */
  PromptPair pair(List<Integer> clean, List<Integer> corrupted, Twins twins) {
    List<Swap> seen = new ArrayList<>();
    for (int at = 0; at < Math.min(clean.size(), corrupted.size()); at++) {
      if (!clean.get(at).equals(corrupted.get(at))) {
        seen.add(new Swap(spelt(clean.get(at)), spelt(corrupted.get(at))));
      }
    }
    List<Swap> meant = twins.swaps().stream().filter(s -> !s.from().equals(s.to())).toList();
    if (clean.size() != corrupted.size() || !seen.equals(meant) || seen.isEmpty()) {
      throw PatchbayException.failed(
          "The task '%s' meant to change %s, but by the tokenizer of '%s' %s changed."
              .formatted(task, words(meant), model.name(), words(seen)),
          "It joins or splits words in '%s': the task does not suit it.".formatted(twins.clean()));
    }
    return PromptPair.of(
        begun(clean), begun(corrupted), answers(twins.right()), answers(twins.wrong()));
  }

  private String spelt(int id) {
    return tokenizer.decode(List.of(id));
  }

  private static String words(List<Swap> swaps) {
    return swaps.isEmpty() ? "nothing" : swaps.stream().map(Swap::from).toList().toString();
  }

  private List<Integer> answers(List<String> words) {
    return words.stream().flatMap(word -> ids(word).stream()).toList();
  }

  private List<Integer> begun(List<Integer> ids) {
    return Stream.concat(before().map(Token::id).stream(), ids.stream()).toList();
  }

  private Optional<Token> before() {
    return tokenizer.addsBos() ? tokenizer.bos() : Optional.empty();
  }

  /** What comes before each prompt, as a note. */
  String beginning() {
    return before()
        .map(bos -> "%s before each prompt".formatted(bos.piece()))
        .orElse("no token before the prompts");
  }
}
