package dev.patchbay.study.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.study.criteria.EdgeRemoval.Rule;
import dev.patchbay.study.criteria.Minimality.EdgeEffect;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MinimalityTest {

  /** Sums of some dozens of numbers of about 1, in another order. */
  private static final double ROUNDING = 1e-12;

  private final Circuit circuit = Additive.every(3);

  @Test
  void minimality_additiveMetric_effectsAreWeights() {
    Additive additive = Additive.drawn(4, 2);
    Minimality minimality = minimality(additive, circuit);

    assertThat(minimality.edges())
        .extracting(EdgeEffect::ordinal)
        .containsExactlyElementsOf(circuit.ordinals().boxed().toList());
    for (EdgeEffect edge : minimality.edges()) {
      assertThat(edge.effect())
          .isCloseTo(Math.abs(additive.mean(edge.ordinal())), within(ROUNDING));
      assertThat(edge.change()).isCloseTo(additive.meanAbsolute(edge.ordinal()), within(ROUNDING));
    }
    double all = Circuit.full(Additive.GRAPH).ordinals().mapToDouble(additive::mean).sum();
    assertThat(minimality.share(2)).hasValueCloseTo(2 / Math.abs(all), within(ROUNDING));
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
  void redundant_edgeWithoutEffect_isTheOnlyOne() {
    int idle = circuit.ordinals().skip(2).findFirst().orElseThrow();
    double[] weights =
        IntStream.range(0, Additive.GRAPH.edgeCount())
            .mapToDouble(edge -> edge == idle ? 0 : circuit.contains(edge) ? 1 : .1)
            .toArray();
    Minimality minimality = minimality(new Additive(new double[][] {weights}), circuit);

    assertThat(minimality.redundant()).extracting(EdgeEffect::ordinal).containsExactly(idle);
    assertThat(minimality.needed(circuit)).isEqualTo(circuit.without(idle));
    double others = circuit.size() - 1;
    assertThat(minimality.shareAboveRandom())
        .hasValueCloseTo(others / circuit.size(), within(ROUNDING));
  }

  @Test
  void pValue_anyCount_isTheBinomialSum() {
    Minimality minimality =
        new Minimality(
            List.of(), IntStream.range(0, 20).mapToObj(i -> (double) i).toList(), 1, .9, .05);

    for (int exceeded = 0; exceeded <= 20; exceeded++) {
      EdgeEffect edge = new EdgeEffect(0, 0, exceeded - .5);
      assertThat(minimality.exceeded(edge)).isEqualTo(exceeded);
      assertThat(minimality.pValue(edge)).isCloseTo(atMost(exceeded, 20, .9), within(ROUNDING));
    }
  }

  @Test
  void exceeded_equalChange_doesNotCount() {
    Minimality minimality = new Minimality(List.of(), List.of(1.0, 2.0, 3.0), 1, .9, .05);

    assertThat(minimality.exceeded(new EdgeEffect(0, 0, 2))).isOne();
  }

  @Test
  void exceeded_byRoundingAlone_doesNotCount() {
    Minimality minimality = new Minimality(List.of(), List.of(0.0), -20, .9, .05);

    assertThat(minimality.exceeded(new EdgeEffect(0, 0, 1e-5))).isZero();
    assertThat(minimality.exceeded(new EdgeEffect(0, 0, 1e-4))).isOne();
  }

  @Test
  void redundant_manyEdges_shareTheLevel() {
    // With 15 of 20 exceeded p is .0432: enough alone at .05, not enough among two.
    List<Double> random = IntStream.range(0, 20).mapToObj(i -> (double) i).toList();
    EdgeEffect doubtful = new EdgeEffect(0, 0, 14.5);
    EdgeEffect sure = new EdgeEffect(1, 0, 50);

    assertThat(new Minimality(List.of(doubtful), random, 1, .9, .05).redundant())
        .containsExactly(doubtful);
    assertThat(new Minimality(List.of(doubtful, sure), random, 1, .9, .05).redundant()).isEmpty();
  }

  @Test
  void minimality_wholeGraph_rejectsNothing() {
    Minimality minimality = minimality(Additive.drawn(2, 3), Circuit.full(Additive.GRAPH));

    assertThat(minimality.randomChanges()).isEmpty();
    assertThat(minimality.redundant()).isEmpty();
    assertThat(minimality.shareAboveRandom()).isEmpty();
  }

  @Test
  void minimality_emptyCircuit_hasNoEdges() {
    Minimality minimality = minimality(Additive.drawn(2, 3), Circuit.empty(Additive.GRAPH));

    assertThat(minimality.edges()).isEmpty();
    assertThat(minimality.redundant()).isEmpty();
    assertThat(minimality.shareAboveRandom()).isEmpty();
    assertThat(Collections.max(minimality.randomChanges())).isPositive();
  }

  private static Minimality minimality(PromptMetric metric, Circuit circuit) {
    return new EdgeRemoval(metric, Rule.USUAL).minimality(circuit, 5, Progress.SILENT);
  }

  /** P(X ≤ k), summed as it is defined. */
  static double atMost(int k, int n, double p) {
    double sum = 0;
    for (int i = 0; i <= k; i++) {
      sum += choose(n, i) * Math.pow(p, i) * Math.pow(1 - p, n - i);
    }
    return sum;
  }

  static double choose(int n, int k) {
    double product = 1;
    for (int i = 0; i < k; i++) {
      product = product * (n - i) / (i + 1);
    }
    return product;
  }
}
