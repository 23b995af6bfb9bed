package dev.patchbay.core.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.GraphShape;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverlapTest {

  private static final double ROUNDING = 1e-12;
  private static final ComputationGraph GRAPH = ComputationGraph.of(GraphShape.sequential(1, 1));

  private final Circuit a = circuit(0, 1, 2);
  private final Circuit b = circuit(1, 2, 3);
  private final Circuit c = circuit(5);

  @Test
  void of_threeCircuits_isAMatrixOfShares() {
    assertThat(Overlap.of(List.of(a, b, c)))
        .containsExactly(List.of(1.0, .5, 0.0), List.of(.5, 1.0, 0.0), List.of(0.0, 0.0, 1.0));
  }

  @Test
  void stability_threeCircuits_isTheMeanOfTheirPairs() {
    Stability stability = Stability.of(List.of(a, b, c));

    assertThat(stability.circuits()).isEqualTo(3);
    assertThat(stability.mean()).isCloseTo(.5 / 3, within(ROUNDING));
    assertThat(stability.low()).isZero();
    // Pairs 0, 0, .5; 97.5 % of the way is at place 1.95.
    assertThat(stability.high()).isCloseTo(.95 * .5, within(ROUNDING));
  }

  @Test
  void stability_equalCircuits_isOne() {
    assertThat(Stability.of(List.of(a, a, a))).isEqualTo(new Stability(3, 1, 1, 1));
  }

  @Test
  void stability_oneCircuit_isRefused() {
    assertThatThrownBy(() -> Stability.of(List.of(a))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void spread_fourNumbers_hasNumPysQuantiles() {
    assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 2.0)))
        .isEqualTo(new Spread(4, 2.5, 1, 1.75, 2.5, 3.25, 4));
    assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  private static Circuit circuit(int... edges) {
    BitSet bits = new BitSet();
    for (int edge : edges) {
      bits.set(edge);
    }
    return Circuit.of(GRAPH, bits);
  }
}
