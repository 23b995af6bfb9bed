package dev.patchbay.spi.task;

import java.util.List;

/**
 * The prompts of a run.
 *
 * @param name what reports call them
 * @param pairs the prompts, not empty
 */
public record PromptSet(String name, List<PromptPair> pairs) {

  public PromptSet {
    pairs = List.copyOf(pairs);
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException(
          "The prompt set '%s' is empty.\nGive it at least one prompt.".formatted(name));
    }
  }
}
