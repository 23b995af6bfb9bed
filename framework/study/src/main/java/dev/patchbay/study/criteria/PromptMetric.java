package dev.patchbay.study.criteria;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.report.Rounding;
import java.util.Arrays;

/** What does each prompt's metric become when the model runs a circuit? */
@FunctionalInterface
public interface PromptMetric {

  /**
   * The metric of every prompt, always in the same order, at least one.
   *
   * @param circuit runs as it is given: nothing is pruned
   */
  double[] ofEachPrompt(Circuit circuit);

  /** F of the circuit: the mean over the prompts. */
  default double mean(Circuit circuit) {
    return Arrays.stream(ofEachPrompt(circuit)).average().orElseThrow();
  }

  /** How far two of its numbers may part by rounding alone; that of float32 unless it is known. */
  default Rounding rounding() {
    return Rounding.FLOAT32;
  }

  /**
   * F(M) − F(∅), by which a change becomes a share; 0 where the two differ by no more than
   * rounding.
   */
  default double range(ComputationGraph graph) {
    return rounding().difference(mean(Circuit.full(graph)), mean(Circuit.empty(graph)));
  }
}
