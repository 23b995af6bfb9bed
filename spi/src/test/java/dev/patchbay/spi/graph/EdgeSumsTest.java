package dev.patchbay.spi.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeSumsTest {

  /** The input into q, k, v and the logits, and the head into the logits: 5 edges. */
  private static final ComputationGraph GRAPH = ComputationGraph.of(GraphShape.attentionOnly(1, 1));

  @Test
  void mean_ofSums_isIndependentOfBatches() {
    EdgeSums together = new EdgeSums(GRAPH);
    together.add(new double[] {6, 0, 0, 0, 3}, 3);
    EdgeSums apart = new EdgeSums(GRAPH);
    apart.add(new double[] {2, 0, 0, 0, 1}, 1);
    apart.add(new double[] {4, 0, 0, 0, 2}, 2);

    assertThat(apart.mean()).isEqualTo(together.mean());
    assertThat(apart.mean().valueOrZero(0)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"4, 1", "6, 1", "5, 0"})
  void add_ofTooFewOrTooManySumsOrNoPrompts_isRefused(int count, int prompts) {
    assertThatThrownBy(() -> new EdgeSums(GRAPH).add(new double[count], prompts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Got %s sums over %s prompts for a graph of 5 edges.\n".formatted(count, prompts)
                + "Add one sum for each edge, over at least one prompt.");
  }

  @Test
  void mean_ofNoPrompts_isRefused() {
    assertThatThrownBy(() -> new EdgeSums(GRAPH).mean())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("There is no mean over no prompts.\nAdd a batch first.");
  }
}
