package dev.patchbay.examples.training;

import dev.patchbay.plugins.words.Words;
import java.util.Map;

/** The real recipe, on a model that learns in a second. */
final class Toy {

  private Toy() {}

  static Recipe recipe(int steps) {
    return new Recipe(
        new Gpt2Size(2, 2, 16, 32, Words.vocabulary().size(), 64),
        steps,
        7,
        1e-2,
        Map.of("ioi", 2, "docstring", 2, "greater-than", 2),
        steps,
        8);
  }
}
