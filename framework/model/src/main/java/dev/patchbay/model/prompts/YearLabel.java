package dev.patchbay.model.prompts;

import dev.patchbay.model.tokenizer.Quoted;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * EAP-IG's {@code label} of Greater-Than: the two digits of the year in which something began.
 * Right are the two-digit pieces after it, wrong those up to it.
 */
final class YearLabel {

  static final String COLUMN = "label";

  private static final int YEARS = 100;

  private YearLabel() {}

  static List<Written> right(PromptPlace place, String cell) {
    return pieces(year(place, cell) + 1, YEARS);
  }

  static List<Written> wrong(PromptPlace place, String cell) {
    return pieces(0, year(place, cell) + 1);
  }

  private static int year(PromptPlace place, String cell) {
    String word = cell.trim();
    if (!word.matches("\\d{1,2}")) {
      throw place.wrong(
          COLUMN,
          "the text " + Quoted.text(word),
          "A label is a year's two digits, as in EAP-IG's Greater-Than; other answers go into the"
              + " columns correct_idx and incorrect_idx, as token ids.");
    }
    int year = Integer.parseInt(word);
    if (year == YEARS - 1) {
      throw place.wrong(
          COLUMN, "%s, after which no year comes".formatted(year), "Give it 0 to 98.");
    }
    return year;
  }

  private static List<Written> pieces(int from, int to) {
    return IntStream.range(from, to)
        .<Written>mapToObj(year -> new Written.Text(String.format(Locale.ROOT, "%02d", year)))
        .toList();
  }
}
