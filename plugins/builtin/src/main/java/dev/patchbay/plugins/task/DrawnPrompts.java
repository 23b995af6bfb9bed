package dev.patchbay.plugins.task;

import dev.patchbay.spi.plugin.PatchbayException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Draws the prompts of both halves: no prompt comes twice, so that neither half knows the other.
 */
final class DrawnPrompts {

  /** So many draws in a row may repeat old prompts before it is believed that there are no new. */
  private static final int PATIENCE = 1000;

  /** More would take minutes to draw and days to run. */
  private static final int MOST = 100_000;

  private DrawnPrompts() {}

  /**
   * Twice as many as a half has, equal where their texts are.
   *
   * @throws PatchbayException if there are not so many different ones
   */
  static <P> List<P> of(String task, int half, Supplier<P> draw, Function<P, String> text) {
    Map<String, P> drawn = new LinkedHashMap<>();
    int repeats = 0;
    while (drawn.size() < 2 * half) {
      if (repeats > PATIENCE) {
        throw PatchbayException.failed(
            "The task '%s' finds %s different prompts for this model, too few for two halves of %s."
                .formatted(task, drawn.size(), half),
            "Ask for fewer: --task %s:prompts=%s.".formatted(task, Math.max(1, drawn.size() / 2)));
      }
      P prompt = draw.get();
      repeats = drawn.putIfAbsent(text.apply(prompt), prompt) == null ? 0 : repeats + 1;
    }
    return List.copyOf(drawn.values());
  }

  /** That a half has prompts, and no more than there are where the set is a fixed one. */
  static void check(String task, int prompts, boolean reference, int most) {
    check(task, prompts);
    if (reference && prompts > most) {
      throw PatchbayException.usage(
          "'%s' cannot make prompts=%s: a half of the reference's has %s."
              .formatted(task, prompts, most),
          "Ask for at most %s, or omit reference=true.".formatted(most));
    }
  }

  /** That there are prompts, and not more than anybody runs. */
  static void check(String task, int prompts) {
    if (prompts < 1 || prompts > MOST) {
      throw PatchbayException.usage(
          "'%s' cannot make prompts=%s.".formatted(task, prompts),
          "Ask for 1 to %s.".formatted(MOST));
    }
  }
}
