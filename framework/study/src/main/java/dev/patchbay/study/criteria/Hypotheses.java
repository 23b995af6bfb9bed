package dev.patchbay.study.criteria;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.report.Rounding;
import java.util.Arrays;

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
        Equivalence.of(
            metric.ofEachPrompt(circuit),
            model,
            Equivalence.EPSILON,
            metric.rounding().allowed(0, 0)),
        Independence.of(
            varying(metric.ofEachPrompt(full.minus(circuit)), metric.rounding()),
            varying(model, metric.rounding()),
            Independence.PERMUTATIONS,
            seed));
  }

  /** The numbers, or one of them throughout where they vary by rounding alone. */
  private static double[] varying(double[] values, Rounding rounding) {
    double low = Arrays.stream(values).min().orElse(0);
    double high = Arrays.stream(values).max().orElse(0);
    return rounding.difference(high, low) == 0
        ? Arrays.stream(values).map(value -> low).toArray()
        : values;
  }
}
