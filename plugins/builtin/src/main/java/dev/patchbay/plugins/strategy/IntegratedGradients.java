package dev.patchbay.plugins.strategy;

import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeSums;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.GradientSum;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.strategy.DiscoveryResult;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * EAP's sum with gradients of many runs: for every edge {@code Σ (c_u − x_u) · Σ weight ·
 * ∂loss/∂(input of v)}. The methods differ in the runs.
 */
final class IntegratedGradients {

  private IntegratedGradients() {}

  /** How many runs are added up before they meet the change: what bounds the sum's memory. */
  private static final int RUNS_OF_A_SUM = 8;

  /**
   * A run on which gradients are taken.
   *
   * @param moved the senders that write a value between ablated and clean
   * @param alpha which: 0 ablated, 1 clean
   * @param weight what the gradients count
   */
  record Run(Set<Integer> moved, double alpha, double weight) {}

  /**
   * Runs whose gradients count for the same edges.
   *
   * @param counted the senders of those edges
   * @param runs at least one
   */
  record Estimate(Set<Integer> counted, List<Run> runs) {

    private List<List<Run>> parts() {
      return IntStream.rangeClosed(0, (runs.size() - 1) / RUNS_OF_A_SUM)
          .map(part -> part * RUNS_OF_A_SUM)
          .mapToObj(from -> runs.subList(from, Math.min(runs.size(), from + RUNS_OF_A_SUM)))
          .toList();
    }

    /**
     * Adds what some of the runs say about each edge.
     *
     * @param products change times gradient for each edge ordinal
     */
    private void addTo(double[] scores, double[] products, ComputationGraph graph) {
      for (int edge = 0; edge < scores.length; edge++) {
        if (counted.contains(graph.senderOf(edge))) {
          scores[edge] += products[edge];
        }
      }
    }
  }

  /** A run for each point, on which these senders move and whose weight counts by its share. */
  static List<Run> runs(Set<Integer> moved, List<IntegrationRule.Point> points, double share) {
    return points.stream()
        .map(point -> new Run(moved, point.alpha(), point.weight() * share))
        .toList();
  }

  /** Every sender's number. */
  static Set<Integer> allSenders(ComputationGraph graph) {
    return IntStream.range(0, graph.senderCount()).boxed().collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The scores. Each run's tensors are freed before the next, except for what a {@link GradientSum}
   * holds.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if all gradients are taken on the clean run
   *     and the metric's vanishes there. One run among others that adds nothing is no reason to
   *     refuse: their mean is what is asked for.
   */
  static DiscoveryResult score(
      String name, Experiment experiment, Progress progress, List<Estimate> estimates) {
    List<Run> runs = estimates.stream().flatMap(estimate -> estimate.runs().stream()).toList();
    if (runs.stream().allMatch(run -> run.alpha() == 1)) {
      Eap.requireGradient(experiment);
    }
    EdgeSums sums = new EdgeSums(experiment.graph());
    progress.start(name, (long) experiment.batches().size() * runs.size());
    for (PromptBatch batch : experiment.batches()) {
      progress.throwIfStopped();
      try (BatchScope scope = experiment.open(batch)) {
        Activations change = scope.ablated().minus(scope.clean());
        double[] scores = new double[experiment.graph().edgeCount()];
        for (Estimate estimate : estimates) {
          for (List<Run> part : estimate.parts()) {
            try (GradientSum sum = sum(scope, part, progress)) {
              estimate.addTo(scores, change.dot(sum), experiment.graph());
            }
          }
        }
        sums.add(scores, batch.size());
      }
    }
    return DiscoveryResult.of(sums.mean());
  }

  private static GradientSum sum(BatchScope scope, List<Run> runs, Progress progress) {
    GradientSum sum = scope.gradientSum();
    for (Run run : runs) {
      progress.throwIfStopped();
      int[] moved = run.moved().stream().mapToInt(sender -> sender).toArray();
      sum.add(run.weight(), scope.effectGradients(run.alpha(), moved));
      progress.step("");
    }
    return sum;
  }
}
