package dev.patchbay.spi.task;

import java.util.List;

/**
 * A prompt, its corrupted twin, and the tokens that right and wrong completions begin with. Most
 * prompts are read at one position, their last; a prompt that is read at several counts as much as
 * any other: its metric is the mean over its positions.
 *
 * @param clean token ids; not empty
 * @param corrupted token ids, as many as {@code clean}; empty where there is no twin
 * @param answers where answers are read, and which: at least one, in the order of their positions,
 *     which differ
 */
public record PromptPair(List<Integer> clean, List<Integer> corrupted, List<Answer> answers) {

  public PromptPair {
    clean = List.copyOf(clean);
    corrupted = List.copyOf(corrupted);
    answers = List.copyOf(answers);
    if (clean.isEmpty()) {
      throw new IllegalArgumentException("A prompt is empty.\nGive it at least one token.");
    }
    if (!corrupted.isEmpty() && corrupted.size() != clean.size()) {
      throw new IllegalArgumentException(
          "A clean prompt has %s tokens and its corrupted twin %s.\nPatching swaps activations position by position: make the twins equally long."
              .formatted(clean.size(), corrupted.size()));
    }
    checkPositions(clean.size(), answers);
  }

  private static void checkPositions(int length, List<Answer> answers) {
    if (answers.isEmpty()) {
      throw new IllegalArgumentException(
          "A prompt is read at no position.\nGive it at least one answer.");
    }
    int before = -1;
    for (Answer answer : answers) {
      if (answer.position() < 0 || answer.position() >= length) {
        throw new IllegalArgumentException(
            "The answer is read at position %s of a prompt of %s tokens.\nPositions are counted from 0."
                .formatted(answer.position(), length));
      }
      if (answer.position() <= before) {
        throw new IllegalArgumentException(
            "Answers are read at position %s after position %s.\nGive the positions in order, each once."
                .formatted(answer.position(), before));
      }
      before = answer.position();
    }
  }

  /** A pair whose answer is read at the last position. */
  public static PromptPair of(
      List<Integer> clean, List<Integer> corrupted, List<Integer> right, List<Integer> wrong) {
    return at(Math.max(0, clean.size() - 1), clean, corrupted, right, wrong);
  }

  /** A pair whose answer is read at one position. */
  public static PromptPair at(
      int position,
      List<Integer> clean,
      List<Integer> corrupted,
      List<Integer> right,
      List<Integer> wrong) {
    return new PromptPair(clean, corrupted, List.of(new Answer(position, right, wrong)));
  }

  /** The same prompt and answers with another twin; empty for none. */
  public PromptPair withCorrupted(List<Integer> twin) {
    return new PromptPair(clean, twin, answers);
  }

  /** How many tokens the prompt has. */
  public int length() {
    return clean.size();
  }
}
