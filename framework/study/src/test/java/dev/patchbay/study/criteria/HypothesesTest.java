package dev.patchbay.study.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.graph.Circuit;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HypothesesTest {

  private static final int PROMPTS = 40;

  private final Circuit circuit = Additive.every(3);

  @Test
  void of_circuitThatDoesItAll_isRejectedByNeither() {
    Hypotheses hypotheses = Hypotheses.of(weighted(circuit), circuit, 1);

    assertThat(hypotheses.equivalence().equal()).isEqualTo(PROMPTS);
    assertThat(hypotheses.equivalence().pValue()).isEqualTo(1);
    assertThat(hypotheses.independence().pValue()).isEqualTo(1);
  }

  @Test
  void of_circuitThatDoesNothing_isRejectedByBoth() {
    Circuit elsewhere = Circuit.full(Additive.GRAPH).minus(circuit);
    Hypotheses hypotheses = Hypotheses.of(weighted(circuit), elsewhere, 1);

    assertThat(hypotheses.equivalence().below()).isEqualTo(PROMPTS);
    assertThat(hypotheses.equivalence().pValue()).isLessThan(1e-6);
    assertThat(hypotheses.independence().pValue()).isLessThan(.002);
  }

  @Test
  void of_promptsThatVaryByRoundingAlone_areIndependent() {
    // The same as above on every prompt, except for what float32 leaves of it.
    PromptMetric rounded =
        any -> {
          double level = any.size() == Additive.GRAPH.edgeCount() ? 3 : 1;
          double[] prompts = new double[PROMPTS];
          for (int i = 0; i < PROMPTS; i++) {
            prompts[i] = level + 1e-6 * i;
          }
          return prompts;
        };

    assertThat(Hypotheses.of(rounded, circuit, 1).independence().pValue()).isEqualTo(1);
  }

  @Test
  void range_fullAndEmptyWithinRounding_isNothing() {
    PromptMetric same = any -> new double[] {-1.8885 + 1e-8 * any.size()};

    assertThat(same.range(Additive.GRAPH)).isZero();
  }

  /** Positive weights of these edges, and none of any other. */
  private static PromptMetric weighted(Circuit edges) {
    Random random = new Random(6);
    double[][] weights = new double[PROMPTS][Additive.GRAPH.edgeCount()];
    for (double[] prompt : weights) {
      edges.ordinals().forEach(edge -> prompt[edge] = random.nextDouble());
    }
    return new Additive(weights);
  }
}
