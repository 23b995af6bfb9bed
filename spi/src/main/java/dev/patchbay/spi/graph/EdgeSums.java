package dev.patchbay.spi.graph;

/**
 * Sums over prompts, edge by edge, on the way to a mean: what makes scores independent of the batch
 * size.
 */
public final class EdgeSums {

  private final ComputationGraph graph;
  private final double[] sums;
  private int prompts;

  /** Sums over no prompts yet. */
  public EdgeSums(ComputationGraph graph) {
    this.graph = graph;
    this.sums = new double[graph.edgeCount()];
  }

  /**
   * Adds a batch.
   *
   * @param batchSums a sum over the batch's prompts for each edge ordinal
   * @param batchPrompts how many prompts those were
   */
  public void add(double[] batchSums, int batchPrompts) {
    for (int ordinal = 0; ordinal < sums.length; ordinal++) {
      sums[ordinal] += batchSums[ordinal];
    }
    prompts += batchPrompts;
  }

  /** The mean over the prompts that were added. */
  public EdgeScores mean() {
    double[] means = new double[sums.length];
    for (int ordinal = 0; ordinal < sums.length; ordinal++) {
      means[ordinal] = sums[ordinal] / prompts;
    }
    return EdgeScores.of(graph, means);
  }
}
