package dev.patchbay.spi.task;

import java.util.List;

/**
 * The prompts of a run.
 *
 * @param name what reports call them
 * @param pairs the prompts, not empty
 * @param notes what a reader should know of how they were made, such as words that were left out; a
 *     few words each
 */
public record PromptSet(String name, List<PromptPair> pairs, List<String> notes) {

  public PromptSet {
    pairs = List.copyOf(pairs);
    notes = List.copyOf(notes);
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException(
          "The prompt set '%s' is empty.\nGive it at least one prompt.".formatted(name));
    }
  }

  /** Prompts of which there is nothing to note. */
  public PromptSet(String name, List<PromptPair> pairs) {
    this(name, pairs, List.of());
  }
}
