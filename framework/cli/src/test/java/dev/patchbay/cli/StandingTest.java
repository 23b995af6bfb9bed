package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.report.ComparedCell.Costs;
import dev.patchbay.spi.report.ComparedCell.Status;
import dev.patchbay.study.Cell;
import dev.patchbay.study.Figure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandingTest {

  private static Cell cell(String name, Figure figure) {
    return new Cell(
        name,
        new Cell.Key("m", "t", name, "x", "patching", "absolute", 0),
        Status.DONE,
        null,
        2,
        0,
        null,
        null,
        Map.of("cmd", figure),
        Map.of(),
        List.of(),
        Map.of(),
        List.of(),
        new Cell.Evidence(List.of(), List.of(), List.of()),
        new Costs(0, 0, 0, 0, 0));
  }

  private static String marks(int better, Cell... cells) {
    Standing standing = new Standing("cmd", better, List.of(cells));
    StringBuilder marks = new StringBuilder();
    for (Cell cell : cells) {
      marks.append(standing.mark(cell));
    }
    return marks.toString();
  }

  @Test
  void mark_toldFromEachOther_isTheBest() {
    Cell low = cell("low", new Figure(.1, List.of(.1, .2, .15)));
    Cell high = cell("high", new Figure(.5, List.of(.5, .6, .55)));

    assertThat(marks(-1, high, low)).isEqualTo(" *");
    assertThat(marks(1, high, low)).isEqualTo("* ");
  }

  @Test
  void mark_oneNotTold_namesNoBest() {
    Cell low = cell("low", new Figure(.1, List.of(.1, .6, .1)));
    Cell near = cell("near", new Figure(.2, List.of(.2, .2, .2)));
    Cell far = cell("far", new Figure(9, List.of(9., 9., 9.)));

    assertThat(marks(-1, low, near, far)).isEqualTo("≈≈ ");
  }

  @Test
  void mark_noIntervalOrAlone_isNone() {
    Cell one = cell("one", Figure.of(1));

    assertThat(marks(-1, one, cell("two", Figure.of(2)))).isEqualTo("  ");
    assertThat(marks(1, cell("a", Figure.of(1)), one)).isEqualTo("  ");
    assertThat(marks(1, one)).isEqualTo(" ");
  }

  @Test
  void mark_bestWithoutInterval_tiesWithNobody() {
    // A search that ran once beside random scores.
    Cell search = cell("search", Figure.of(1));
    Cell random = cell("random", new Figure(.463, List.of(.463, .463, .463)));

    assertThat(marks(1, search, random)).isEqualTo("  ");
  }

  @Test
  void mark_oneTiedAndOneUnknown_onlyTheTieIsMarked() {
    Cell best = cell("best", new Figure(1, List.of(1., .9, 1.)));
    Cell near = cell("near", new Figure(.9, List.of(.9, 1., .9)));
    Cell unknown = cell("unknown", Figure.of(.1));

    assertThat(marks(1, best, near, unknown)).isEqualTo("≈≈ ");
  }

  @Test
  void mark_neitherWayIsBetter_isNone() {
    assertThat(marks(0, cell("one", Figure.of(1)), cell("two", Figure.of(2)))).isEqualTo("  ");
  }
}
