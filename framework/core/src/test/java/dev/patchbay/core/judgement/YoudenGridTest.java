package dev.patchbay.core.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.patchbay.core.judgement.YoudenGrid.Cell;
import dev.patchbay.core.judgement.YoudenGrid.Kept;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.GraphShape;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class YoudenGridTest {

  private static final double ROUNDING = 1e-12;

  /** 8 edges. */
  private static final ComputationGraph GRAPH = ComputationGraph.of(GraphShape.sequential(1, 1));

  private final Circuit truth = circuit(0, 1, 2);

  @Test
  void of_keptCircuits_isTheDifferenceOfTheirRates() {
    YoudenGrid grid =
        YoudenGrid.of(
            List.of(
                new Kept(.5, .01, circuit(0, 1, 5)),
                new Kept(.5, .1, circuit()),
                new Kept(.2, .01, truth),
                new Kept(.2, .1, truth),
                new Kept(1, 0, Circuit.full(GRAPH)),
                new Kept(1, 1, circuit(3, 4, 5, 6, 7))),
            truth);

    assertThat(grid.cells().get(0).youden()).isCloseTo(2 / 3.0 - 1 / 5.0, within(ROUNDING));
    assertThat(grid.cells()).extracting(Cell::youden).endsWith(0.0, 1.0, 1.0, 0.0, -1.0);
    assertThat(grid.best())
        .hasValueSatisfying(
            best -> {
              assertThat(best.keep()).isEqualTo(.2);
              assertThat(best.threshold()).isEqualTo(.01);
            });
  }

  @Test
  void of_truthThatIsEverything_isRefused() {
    assertThatThrownBy(() -> YoudenGrid.of(List.of(new Kept(1, 1, truth)), Circuit.full(GRAPH)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(YoudenGrid.of(List.of(), truth).best()).isEmpty();
  }

  private static Circuit circuit(int... edges) {
    BitSet bits = new BitSet();
    for (int edge : edges) {
      bits.set(edge);
    }
    return Circuit.of(GRAPH, bits);
  }
}
