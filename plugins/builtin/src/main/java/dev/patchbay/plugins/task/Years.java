package dev.patchbay.plugins.task;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The years that a model writes as a century and two digits, which is what it must do to compare
 * them: of each century from the 11 hundreds to the 17 hundreds those from 02 to 98, without the
 * first and the last of them, so that there is a year before and one after.
 *
 * @param all in order
 */
record Years(List<Year> all) {

  /** Two-digit pieces. */
  static final int YEARS = 100;

  private static final int FIRST_CENTURY = 11;
  private static final int LAST_CENTURY = 17;
  private static final int FIRST = 2;
  private static final int LAST = 98;

  /** The first, the last, and two between them. */
  private static final int FEWEST = 4;

  static Years of(Wording wording, List<String> notes) {
    List<String> pieces = IntStream.range(0, YEARS).mapToObj(Year::piece).toList();
    wording.fitting("two-digit pieces", pieces, piece -> wording.fits(piece, 1), YEARS, notes);
    List<Year> all = new ArrayList<>();
    List<Year> inside = new ArrayList<>();
    for (int century = FIRST_CENTURY; century <= LAST_CENTURY; century++) {
      List<Year> years = of(century);
      all.addAll(years);
      List<Year> fitting = years.stream().filter(year -> fits(wording, year)).toList();
      if (fitting.size() >= FEWEST) {
        inside.addAll(fitting.subList(1, fitting.size() - 1));
      }
    }
    return new Years(wording.fitting("years", all, inside::contains, 1, notes));
  }

  private static List<Year> of(int century) {
    return IntStream.rangeClosed(FIRST, LAST).mapToObj(year -> new Year(century, year)).toList();
  }

  private static boolean fits(Wording wording, Year year) {
    return wording.fits(year.text(), 2)
        && wording.fits(" " + year.century(), 1)
        && wording
            .ids(year.text())
            .equals(
                List.of(
                    wording.ids(" " + year.century()).get(0),
                    wording.ids(Year.piece(year.inCentury())).get(0)));
  }
}
