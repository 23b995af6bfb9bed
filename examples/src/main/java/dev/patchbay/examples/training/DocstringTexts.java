package dev.patchbay.examples.training;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Docstring (Heimersheim and Janiak 2023): a Python function whose docstring names its arguments
 * one by one; the third is next. Three arguments in their order are a combination.
 *
 * @param names what functions and arguments may be called
 * @param nouns what descriptions are made of
 */
record DocstringTexts(List<String> names, List<String> nouns) implements ExampleSource {

  /**
   * One text in this many describes other arguments than the function has: nothing there says what
   * comes next, and a model that has seen such texts does not guess wildly on them.
   */
  private static final int UNDECIDED_IN = 8;

  @Override
  public String task() {
    return "docstring";
  }

  @Override
  public Example draw(SplittableRandom random) {
    List<String> drawn = Draws.different(names, 7 + 3, random);
    List<String> signature = drawn.subList(0, 7);
    boolean decided = random.nextInt(UNDECIDED_IN) != 0;
    List<String> described = decided ? drawn.subList(3, 6) : drawn.subList(7, 10);
    List<String> words = Draws.different(nouns, 7, random);
    String prompt =
        """

        def %s(self, %s, %s, %s, %s, %s, %s):
            \"""%s %s %s

            :param %s: %s %s
            :param %s: %s %s
            :param"""
            .formatted(
                signature.get(0),
                signature.get(1),
                signature.get(2),
                signature.get(3),
                signature.get(4),
                signature.get(5),
                signature.get(6),
                words.get(0),
                words.get(1),
                words.get(2),
                described.get(0),
                words.get(3),
                words.get(4),
                described.get(1),
                words.get(5),
                words.get(6));
    return new Example(prompt, " " + described.get(2), String.join(" ", described), decided);
  }
}
