package dev.patchbay.study.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.study.criteria.RandomPaths.Inflated;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RandomPathsTest {

  /** Enough that each edge of these graphs is met. */
  private static final int DRAWS = 3000;

  static Stream<GraphShape> shapes() {
    return Stream.of(
        GraphShape.sequential(2, 2),
        GraphShape.attentionOnly(2, 3),
        new GraphShape(2, 4, 2, true, false),
        new GraphShape(2, 2, 2, true, true),
        new GraphShape(2, 1, 1, true, false, false, true));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void path_anyGraph_leadsFromAnEmbeddingToTheLogits(GraphShape shape) {
    ComputationGraph graph = ComputationGraph.of(shape);
    RandomPaths paths = new RandomPaths(graph, 1);
    Circuit met = Circuit.empty(graph);

    for (int i = 0; i < DRAWS; i++) {
      Circuit path = paths.path();
      assertThat(path.pruned()).isEqualTo(path);
      assertThat(path.size()).isPositive();
      assertThat(path.without(path.ordinals().findFirst().orElseThrow()).pruned().size()).isZero();
      met = met.or(path);
    }
    assertThat(met).isEqualTo(Circuit.full(graph));
  }

  @Test
  void inflate_aCircuit_addsWhatItLacked() {
    Circuit circuit = Additive.every(2);
    RandomPaths paths = new RandomPaths(Additive.GRAPH, 1);

    for (int i = 0; i < 100; i++) {
      Inflated inflated = paths.inflate(circuit).orElseThrow();
      assertThat(circuit.minus(inflated.circuit()).size()).isZero();
      assertThat(circuit.contains(inflated.edge())).isFalse();
      assertThat(inflated.circuit().contains(inflated.edge())).isTrue();
    }
  }

  @Test
  void inflate_theWholeGraph_isImpossible() {
    assertThat(new RandomPaths(Additive.GRAPH, 1).inflate(Circuit.full(Additive.GRAPH))).isEmpty();
  }
}
