package dev.patchbay.study.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.run.Progress;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MinimalityTest {

  /** Sums of some dozens of numbers of about 1, in another order. */
  private static final double ROUNDING = 1e-12;

  private final Circuit circuit = Additive.every(3);

  @Test
  void minimality_additiveMetric_changesAreWeights() {
    Additive additive = Additive.drawn(4, 2);
    Minimality minimality = minimality(additive, circuit);

    int[] edges = circuit.ordinals().toArray();
    assertThat(minimality.changes()).hasSize(edges.length);
    for (int i = 0; i < edges.length; i++) {
      assertThat(minimality.changes().get(i))
          .isCloseTo(additive.meanAbsolute(edges[i]), within(ROUNDING));
    }
  }

  @Test
  void minimality_randomEdges_areOutsideTheCircuit() {
    Additive additive = Additive.drawn(4, 2);
    List<Double> outside =
        Circuit.full(Additive.GRAPH)
            .minus(circuit)
            .ordinals()
            .mapToObj(additive::meanAbsolute)
            .toList();

    assertThat(minimality(additive, circuit).randomChanges())
        .hasSize(100)
        .allSatisfy(
            change ->
                assertThat(outside)
                    .anySatisfy(weight -> assertThat(weight).isCloseTo(change, within(ROUNDING))));
  }

  @Test
  void shareAboveRandom_edgeWithoutEffect_isTheOnlyOneBelow() {
    int idle = circuit.ordinals().skip(2).findFirst().orElseThrow();
    double[] weights =
        IntStream.range(0, Additive.GRAPH.edgeCount())
            .mapToDouble(edge -> edge == idle ? 0 : circuit.contains(edge) ? 1 : .1)
            .toArray();
    Minimality minimality = minimality(new Additive(new double[][] {weights}), circuit);

    double others = circuit.size() - 1;
    assertThat(minimality.shareAboveRandom())
        .hasValueCloseTo(others / circuit.size(), within(ROUNDING));
  }

  @Test
  void exceeded_equalChange_doesNotCount() {
    Minimality minimality = new Minimality(List.of(), List.of(1.0, 2.0, 3.0), 1);

    assertThat(minimality.exceeded(2)).isOne();
  }

  @Test
  void exceeded_byRoundingAlone_doesNotCount() {
    Minimality minimality = new Minimality(List.of(), List.of(0.0), -20);

    assertThat(minimality.exceeded(1e-5)).isZero();
    assertThat(minimality.exceeded(1e-4)).isOne();
  }

  @Test
  void minimality_wholeGraph_saysNothing() {
    Minimality minimality = minimality(Additive.drawn(2, 3), Circuit.full(Additive.GRAPH));

    assertThat(minimality.randomChanges()).isEmpty();
    assertThat(minimality.shareAboveRandom()).isEmpty();
  }

  @Test
  void minimality_emptyCircuit_hasNoEdges() {
    Minimality minimality = minimality(Additive.drawn(2, 3), Circuit.empty(Additive.GRAPH));

    assertThat(minimality.changes()).isEmpty();
    assertThat(minimality.shareAboveRandom()).isEmpty();
    assertThat(Collections.max(minimality.randomChanges())).isPositive();
  }

  private static Minimality minimality(PromptMetric metric, Circuit circuit) {
    return Minimality.of(metric, circuit, 5, Progress.SILENT);
  }
}
