package dev.patchbay.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class StudyContendersTest {

  /** Numbers are rounded to twelve digits: half a unit of the twelfth, and a little. */
  private static final double RELATIVE = 6e-12;

  @Test
  void logarithmic_decades_areDecades() {
    assertThat(StudyContenders.logarithmic(1e-4, 1, 5)).containsExactly(1e-4, 1e-3, 1e-2, .1, 1.0);
  }

  @Test
  void logarithmic_anyEnds_areExact() {
    List<Double> grid = StudyContenders.logarithmic(Math.PI, 7 * Math.E, 4);

    assertThat(grid).hasSize(4).startsWith(Math.PI).endsWith(7 * Math.E);
  }

  @Test
  void logarithmic_neighbours_haveOneRatio() {
    List<Double> grid = StudyContenders.logarithmic(3e-5, 2, 21);

    double ratio = Math.pow(2 / 3e-5, 1 / 20.0);
    for (int i = 1; i < grid.size(); i++) {
      assertThat(grid.get(i) / grid.get(i - 1))
          .isCloseTo(ratio, Offset.offset(2 * RELATIVE * ratio));
    }
  }
}
