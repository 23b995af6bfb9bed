package dev.patchbay.spi.task;

import java.util.List;

/**
 * A prompt, its corrupted twin, and the tokens that right and wrong completions begin with.
 *
 * @param clean token ids; not empty
 * @param corrupted token ids, as many as {@code clean}; empty where there is no twin
 * @param answers ids of the right next tokens
 * @param wrongAnswers ids of the wrong next tokens that a metric may compare with
 * @param position where the answer is read: an index into the prompt
 */
public record PromptPair(
    List<Integer> clean,
    List<Integer> corrupted,
    List<Integer> answers,
    List<Integer> wrongAnswers,
    int position) {

  public PromptPair {
    clean = List.copyOf(clean);
    corrupted = List.copyOf(corrupted);
    answers = List.copyOf(answers);
    wrongAnswers = List.copyOf(wrongAnswers);
    if (clean.isEmpty()) {
      throw new IllegalArgumentException("A prompt is empty.\nGive it at least one token.");
    }
    if (!corrupted.isEmpty() && corrupted.size() != clean.size()) {
      throw new IllegalArgumentException(
          "A clean prompt has %d tokens and its corrupted twin %d.\nPatching swaps activations position by position: make the twins equally long."
              .formatted(clean.size(), corrupted.size()));
    }
    if (position < 0 || position >= clean.size()) {
      throw new IllegalArgumentException(
          "The answer is read at position %d of a prompt of %d tokens.\nPositions are counted from 0."
              .formatted(position, clean.size()));
    }
  }

  /** A pair whose answer is read at the last position. */
  public static PromptPair of(
      List<Integer> clean,
      List<Integer> corrupted,
      List<Integer> answers,
      List<Integer> wrongAnswers) {
    return new PromptPair(clean, corrupted, answers, wrongAnswers, Math.max(0, clean.size() - 1));
  }

  /** How many tokens the prompt has. */
  public int length() {
    return clean.size();
  }
}
