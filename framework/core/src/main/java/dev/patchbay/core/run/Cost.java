package dev.patchbay.core.run;

/**
 * What a run spent. A pass is one of the whole model over all prompts; a partial run counts as the
 * share of the model's arithmetic that it did.
 *
 * @param forwardPasses forward passes
 * @param backwardPasses backward passes
 * @param tests circuits whose loss was asked for during a search
 */
public record Cost(double forwardPasses, double backwardPasses, long tests) {

  /** Both together. */
  public Cost plus(Cost other) {
    return new Cost(
        forwardPasses + other.forwardPasses,
        backwardPasses + other.backwardPasses,
        tests + other.tests);
  }

  /** What was spent since {@code earlier}. */
  public Cost since(Cost earlier) {
    return new Cost(
        forwardPasses - earlier.forwardPasses,
        backwardPasses - earlier.backwardPasses,
        tests - earlier.tests);
  }
}
