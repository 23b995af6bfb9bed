package dev.patchbay.examples.training;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Indirect object identification (Wang et al. 2022, arXiv:2211.00593): of two people one does
 * something to the other, whose name comes next. Two names, in whatever order, are a combination.
 *
 * @param templates sentences with the places {@code [A]} for the answer, {@code [B]} for the other
 *     name, {@code [PLACE]} and {@code [OBJECT]}
 */
record IoiTexts(
    List<String> templates, List<String> names, List<String> places, List<String> objects)
    implements ExampleSource {

  /**
   * In one text of this many a third person acts: then either of the two may come next, and a model
   * that has seen such texts does not guess wildly on them.
   */
  private static final int UNDECIDED_IN = 8;

  @Override
  public String task() {
    return "ioi";
  }

  @Override
  public Example draw(SplittableRandom random) {
    String template = Draws.one(templates, random);
    List<String> people = Draws.different(names, 3, random);
    String answer = people.get(0);
    String other = people.get(1);
    String text = template;
    boolean decided = random.nextInt(UNDECIDED_IN) != 0;
    if (!decided) {
      // The person named again is somebody else.
      int again = text.lastIndexOf("[B]");
      text = text.substring(0, again) + people.get(2) + text.substring(again + 3);
    }
    text =
        text.replace("[A]", answer)
            .replace("[B]", other)
            .replace("[PLACE]", Draws.one(places, random))
            .replace("[OBJECT]", Draws.one(objects, random));
    int end = text.length() - answer.length() - 1;
    String combination = answer.compareTo(other) < 0 ? answer + " " + other : other + " " + answer;
    return new Example(text.substring(0, end), text.substring(end), combination, decided);
  }
}
