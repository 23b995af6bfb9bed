package dev.patchbay.examples.training;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Greater-Than (Hanna et al. 2023, arXiv:2305.00586): {@code The war lasted from the year 1742 to
 * 17} and then any later year of the century, all alike. A noun with a year is a combination.
 *
 * @param nouns what may last
 * @param centuries their first two digits
 */
record GreaterThanTexts(List<String> nouns, List<String> centuries) implements ExampleSource {

  /** The latest year that has a later one in its century. */
  static final int LATEST = 98;

  @Override
  public String task() {
    return "greater-than";
  }

  @Override
  public Example draw(SplittableRandom random) {
    String noun = Draws.one(nouns, random);
    String century = Draws.one(centuries, random);
    int year = random.nextInt(1, LATEST + 1);
    return example(noun, century, year, random.nextInt(year + 1, LATEST + 2));
  }

  /** The text of these words. */
  static Example example(String noun, String century, int from, int to) {
    String begin = "%s%02d".formatted(century, from);
    return new Example(
        "The %s lasted from the year %s to %s".formatted(noun, begin, century),
        "%02d".formatted(to),
        noun + " " + begin,
        from > 1);
  }
}
