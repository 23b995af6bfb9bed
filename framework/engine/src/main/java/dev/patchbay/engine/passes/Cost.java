package dev.patchbay.engine.passes;

/**
 * What a run spent. A pass is one of the whole model over all prompts; a partial run counts as the
 * share of the model's arithmetic that it did.
 *
 * <p>Of a resumed search, what was spent since. It takes edges out again that it had taken out
 * before: those that nobody had asked about count among the untested once more.
 *
 * @param forwardPasses forward passes
 * @param backwardPasses backward passes
 * @param tests edges, or whole inputs, whose loss a search evaluated
 * @param untested those that a search decided without a run, asked about them or not: what they
 *     carry reaches no logits, or their sender is an embedding that writes the same on both runs
 */
public record Cost(double forwardPasses, double backwardPasses, long tests, long untested) {

  /** Of doing nothing. */
  public static final Cost NOTHING = new Cost(0, 0, 0, 0);

  /** Both together. */
  public Cost plus(Cost other) {
    return new Cost(
        forwardPasses + other.forwardPasses,
        backwardPasses + other.backwardPasses,
        tests + other.tests,
        untested + other.untested);
  }

  /** What was spent since {@code earlier}. */
  public Cost since(Cost earlier) {
    return new Cost(
        forwardPasses - earlier.forwardPasses,
        backwardPasses - earlier.backwardPasses,
        tests - earlier.tests,
        untested - earlier.untested);
  }
}
