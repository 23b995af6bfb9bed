package dev.patchbay.core.criteria;

import dev.patchbay.spi.graph.Circuit;

/**
 * Two of the three idealised tests of Shi et al. (2024), arXiv:2410.13032, of one circuit; the
 * third is {@link Minimality}. Their flexible tests, sufficiency and partial necessity, are not
 * here.
 *
 * <p>The metric has to say how well a run does on its own. One that compares a run with the model,
 * such as KL divergence, is 0 of the model on every prompt: equivalence would be rejected of every
 * other circuit, and independence of none.
 *
 * @param equivalence whether the circuit keeps what the model does
 * @param independence whether nothing of it is left outside
 */
public record Hypotheses(Equivalence equivalence, Independence independence) {

  /** Tests a circuit with the paper's numbers. Costs three runs. */
  public static Hypotheses of(PromptMetric metric, Circuit circuit, long seed) {
    Circuit full = Circuit.full(circuit.graph());
    double[] model = metric.ofEachPrompt(full);
    return new Hypotheses(
        Equivalence.of(metric.ofEachPrompt(circuit), model, Equivalence.EPSILON, Equivalence.SAME),
        Independence.of(
            metric.ofEachPrompt(full.minus(circuit)), model, Independence.PERMUTATIONS, seed));
  }
}
