package dev.patchbay.core.criteria;

import dev.patchbay.spi.graph.Circuit;
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
}
