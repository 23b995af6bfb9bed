package dev.patchbay.spi.graph;

import java.util.Arrays;

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
   * @throws IllegalArgumentException if there are too few or too many sums, or no prompts
   */
  public void add(double[] batchSums, int batchPrompts) {
    if (batchSums.length != sums.length || batchPrompts < 1) {
      throw new IllegalArgumentException(
          "Got %s sums over %s prompts for a graph of %s edges.\nAdd one sum for each edge, over at least one prompt."
              .formatted(batchSums.length, batchPrompts, sums.length));
    }
    for (int ordinal = 0; ordinal < sums.length; ordinal++) {
      sums[ordinal] += batchSums[ordinal];
    }
    prompts += batchPrompts;
  }

  /**
   * The mean over the prompts that were added.
   *
   * @throws IllegalStateException if there were none
   * @throws IllegalArgumentException if one is not finite
   */
  public EdgeScores mean() {
    if (prompts == 0) {
      throw new IllegalStateException("There is no mean over no prompts.\nAdd a batch first.");
    }
    return EdgeScores.of(graph, Arrays.stream(sums).map(sum -> sum / prompts).toArray());
  }
}
