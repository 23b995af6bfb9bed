package dev.patchbay.spi.run;

import dev.patchbay.spi.task.PromptPair;
import java.util.List;

/**
 * Prompts of equal length that run together.
 *
 * @param index its number in the run
 * @param pairs the prompts, not empty
 */
public record PromptBatch(int index, List<PromptPair> pairs) {

  public PromptBatch {
    pairs = List.copyOf(pairs);
  }

  /** How many prompts. */
  public int size() {
    return pairs.size();
  }

  /** Tokens of each prompt. */
  public int length() {
    return pairs.get(0).length();
  }
}
