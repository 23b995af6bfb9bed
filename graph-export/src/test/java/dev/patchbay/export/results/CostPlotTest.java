package dev.patchbay.export.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.report.ComparedCell;
import dev.patchbay.spi.report.ComparedCell.Costs;
import dev.patchbay.spi.report.ComparedCell.Figure;
import dev.patchbay.spi.report.ComparedCell.Point;
import dev.patchbay.spi.report.ComparedCell.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CostPlotTest {

  private static final int DRAWS = 200;

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void front_drawnPoints_areThoseThatNoOtherBeats(int better) {
    Random random = new Random(3);
    for (int draw = 0; draw < DRAWS; draw++) {
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        points.add(new Point(random.nextInt(6), random.nextInt(6)));
      }
      List<Point> unbeaten =
          points.stream()
              .filter(p -> points.stream().noneMatch(q -> beats(q, p, better)))
              .distinct()
              .toList();

      assertThat(CostPlot.front(points, better)).containsExactlyInAnyOrderElementsOf(unbeaten);
    }
  }

  /** At least as good in both, and better in one. */
  private static boolean beats(Point a, Point b, int better) {
    double gain = better * (a.y() - b.y());
    return a.x() <= b.x() && gain >= 0 && (a.x() < b.x() || gain > 0);
  }

  @Test
  void plot_whatCostsNothing_standsLeftOfTheCheapestAndTheAxisSaysSo() {
    Plot plot =
        CostPlot.of(
                List.of(cell("random", 0, .5), cell("eap", 4, .9)),
                "cmd",
                1,
                List.of("random", "eap"))
            .orElseThrow()
            .plot("CMD", "ioi");

    assertThat(plot.series().get(1).points()).containsExactly(new Point(1, .5));
    assertThat(plot.x().label()).isEqualTo("Forward passes; leftmost: none");
  }

  @Test
  void of_cellsWithoutTheFigure_areLeftOut() {
    assertThat(CostPlot.of(List.of(cell("eap", 4, .9)), "cpr", 1, List.of("eap"))).isEmpty();
  }

  private static ComparedCell cell(String strategy, double cost, double cmd) {
    return new ComparedCell(
        strategy,
        "m",
        "t",
        "x",
        "patching",
        0,
        strategy,
        "absolute",
        strategy,
        Status.DONE,
        null,
        1,
        0,
        null,
        null,
        Map.of("cmd", new Figure(cmd, null, null)),
        Map.of(),
        List.of(),
        Map.of(),
        List.of(),
        new Costs(cost, 0, cost, 0, 0));
  }
}
