package dev.patchbay.examples.training;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Greater-Than (Hanna et al. 2023, arXiv:2305.00586): {@code The war lasted from the year 1742 to
 * 17}, or {@code … to the year 17}, and then any later year of the century, all alike. A noun with
 * a year is a combination.
 *
 * @param nouns what may last
 * @param centuries their first two digits
 */
record GreaterThanTexts(List<String> nouns, List<String> centuries) implements ExampleSource {

  /** The latest year that has a later one in its century. */
  private static final int LATEST = 98;

  private static final List<String> ENDINGS = List.of("to", "to the year");

  @Override
  public String task() {
    return "greater-than";
  }

  @Override
  public Example draw(SplittableRandom random) {
    String noun = Draws.one(nouns, random);
    String century = Draws.one(centuries, random);
    int from = random.nextInt(1, LATEST + 1);
    int to = random.nextInt(from + 1, LATEST + 2);
    String begin = String.format(Locale.ROOT, "%s%02d", century, from);
    String prompt =
        "The %s lasted from the year %s %s %s"
            .formatted(noun, begin, Draws.one(ENDINGS, random), century);
    // In the first year begins the corrupted twin: it is for training only.
    return new Example(
        prompt, String.format(Locale.ROOT, "%02d", to), noun + " " + begin, from > 1);
  }
}
