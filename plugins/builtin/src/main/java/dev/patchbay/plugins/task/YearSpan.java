package dev.patchbay.plugins.task;

import dev.patchbay.plugins.task.GreaterThanTask.Ending;
import dev.patchbay.spi.task.PromptPair;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Something that lasted from a year to another of the same century.
 *
 * @param noun what lasted
 * @param year when it began
 * @param twin when it began in the twin, in the century
 */
record YearSpan(String noun, Year year, int twin) {

  /**
   * The prompt beside its twin, in which one token is replaced: by itself, the twin's year might be
   * split otherwise.
   */
  PromptPair pair(Wording wording, Ending ending) {
    String began = "The %s lasted from the year%s".formatted(noun, year.text());
    String text = began + (ending == Ending.TO ? " to " : " to the year ") + year.century();
    List<Integer> clean = wording.ids(text);
    List<Integer> corrupted = new ArrayList<>(clean);
    String from = Year.piece(year.inCentury());
    String to = Year.piece(twin);
    corrupted.set(wording.ids(began).size() - 1, wording.ids(to).get(0));
    List<Swap> swaps = List.of(new Swap(from, to));
    return wording.pair(
        clean,
        corrupted,
        new Twins(
            text,
            text.replaceFirst(year.text(), " " + year.century() + to),
            swaps,
            pieces(year.inCentury() + 1, Years.YEARS),
            pieces(0, year.inCentury() + 1)));
  }

  private static List<String> pieces(int from, int to) {
    return IntStream.range(from, to).mapToObj(Year::piece).toList();
  }
}
