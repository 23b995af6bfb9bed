package dev.patchbay.plugins.strategy;

import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeSums;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Gradients;
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

  /**
   * A run on which gradients are taken.
   *
   * @param moved the senders that write a value between ablated and clean
   * @param alpha which: 0 ablated, 1 clean
   * @param counted the senders whose edges the gradients count for
   * @param weight what they count
   */
  record Step(Set<Integer> moved, double alpha, Set<Integer> counted, double weight) {

    /**
     * Adds what the run says about each edge.
     *
     * @param products change times gradient for each edge ordinal
     */
    private void addTo(double[] scores, double[] products, ComputationGraph graph) {
      for (int edge = 0; edge < scores.length; edge++) {
        if (counted.contains(graph.senderOf(edge))) {
          scores[edge] += weight * products[edge];
        }
      }
    }
  }

  /** Every sender's number. */
  static Set<Integer> allSenders(ComputationGraph graph) {
    return IntStream.range(0, graph.senderCount()).boxed().collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The scores. Each run's tensors are freed before the next.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if all gradients are taken on the clean run
   *     and the metric's vanishes there. One run among others that adds nothing is no reason to
   *     refuse: their mean is what is asked for.
   */
  static DiscoveryResult score(
      String name, Experiment experiment, Progress progress, List<Step> steps) {
    if (steps.stream().allMatch(step -> step.alpha() == 1)) {
      Eap.requireGradient(experiment);
    }
    EdgeSums sums = new EdgeSums(experiment.graph());
    progress.start(name, (long) experiment.batches().size() * steps.size());
    for (PromptBatch batch : experiment.batches()) {
      progress.throwIfStopped();
      try (BatchScope scope = experiment.open(batch)) {
        Activations change = scope.ablated().minus(scope.clean());
        double[] scores = new double[experiment.graph().edgeCount()];
        for (Step step : steps) {
          progress.throwIfStopped();
          try (Gradients gradients = scope.lossGradients(step.moved(), step.alpha())) {
            step.addTo(scores, change.dot(gradients), experiment.graph());
          }
          progress.step("");
        }
        sums.add(scores, batch.size());
      }
    }
    return DiscoveryResult.of(sums.mean());
  }
}
