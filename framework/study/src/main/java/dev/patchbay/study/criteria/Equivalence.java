package dev.patchbay.study.criteria;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Does the circuit do as well as the model? Then on a random prompt each is as likely as the other
 * to have the larger metric.
 *
 * <p>With Δ = (metric under the circuit) − (metric of the model) on a prompt, the null hypothesis
 * is {@code |P(Δ > 0) − ½| ≤ ε}: the two are equivalent. A small p-value says that they are not; a
 * large one may only say that there were few prompts. The statistic is {@code t = |above / n − ½|},
 * and the p-value {@code Σ P(X = k)} over all k with {@code |k / n − ½| ≥ t}, X binomial of n and ½
 * + ε: the least favourable equivalent pair. Only the sign of Δ counts, so that it asks neither for
 * a direction nor for the metric's units.
 *
 * <p>The authors' test supposes that no Δ is 0. Prompts on which the two agree leave the count
 * here, as in any sign test: the whole model beside itself has n = 0 and p = 1. The authors' public
 * code takes the mean of Δ where the share of Δ &gt; 0 belongs; this is the definition in its
 * documentation.
 *
 * <p>Shi et al. (2024), <i>Hypothesis Testing the Circuit Hypothesis in LLMs</i>, arXiv:2410.13032.
 *
 * @param above prompts on which the circuit's metric is larger
 * @param below prompts on which the model's is
 * @param equal prompts on which they agree
 * @param epsilon ε
 */
public record Equivalence(int above, int below, int equal, double epsilon) {

  /** ε of the paper's table. */
  public static final double EPSILON = .1;

  public Equivalence {
    if (!(epsilon >= 0 && epsilon < .5)) {
      throw new IllegalArgumentException("ε is in [0, ½): " + epsilon + ".");
    }
  }

  /**
   * Counts prompts.
   *
   * @param circuit each prompt's metric under the circuit
   * @param model the same of the model
   * @param same at most so far apart are two metrics that are equal
   */
  public static Equivalence of(double[] circuit, double[] model, double epsilon, double same) {
    if (circuit.length != model.length) {
      throw new IllegalArgumentException(
          "%s and %s numbers make no pairs.".formatted(circuit.length, model.length));
    }
    int above = 0;
    int below = 0;
    for (int i = 0; i < circuit.length; i++) {
      double delta = circuit[i] - model[i];
      above += delta > same ? 1 : 0;
      below += delta < -same ? 1 : 0;
    }
    return new Equivalence(above, below, circuit.length - above - below, epsilon);
  }

  /** How likely so lopsided a count is for the least favourable pair that is equivalent. */
  public double pValue() {
    int few = Math.min(above, below);
    int many = Math.max(above, below);
    if (few == many) {
      return 1;
    }
    BinomialDistribution wins = BinomialDistribution.of(few + many, .5 + epsilon);
    return Math.min(1, wins.cumulativeProbability(few) + wins.survivalProbability(many - 1));
  }
}
