package dev.patchbay.plugins.strategy;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeSums;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Gradients;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.strategy.Demand;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.Set;

/**
 * Estimates every edge's effect to first order, all at once: {@code Σ (c_u − x_u) · ∂loss/∂(input
 * of v)}, the gradient taken on the clean run.
 *
 * <p>Cost: two forward passes and one backward pass; under patching, of the positions in front of
 * the first that differs between twins one forward pass in all. The sign is that of the loss:
 * positive supports the behaviour (the paper's figures show the change of the metric, the mirror
 * image).
 *
 * <p>Syed, Rager and Conmy (2023), <i>Attribution Patching Outperforms Automated Circuit
 * Discovery</i>, arXiv:2310.10348, section 2.
 */
@AutoService(StrategyProvider.class)
public final class Eap implements StrategyProvider {

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "eap",
        "Edge attribution patching: all edges estimated to first order at once.",
        "Syed et al. 2023, Attribution Patching Outperforms Automated Circuit Discovery,"
            + " arXiv:2310.10348, section 2",
        "2 forward passes, 1 backward pass");
  }

  @Override
  public Set<Demand> demands() {
    return Set.of(Demand.EFFECT_GRADIENTS);
  }

  @Override
  public DiscoveryStrategy create(Options options) {
    options.as(NoOptions.class);
    return (experiment, progress) -> DiscoveryResult.of(score(experiment, progress));
  }

  /** The scores; refuses a metric whose gradient vanishes where it would be taken. */
  static EdgeScores score(Experiment experiment, Progress progress) {
    requireGradient(experiment);
    EdgeSums sums = new EdgeSums(experiment.graph());
    for (PromptBatch batch : progress.over("eap", experiment.batches())) {
      try (BatchScope scope = experiment.open(batch)) {
        Gradients gradients = scope.effectGradients();
        Activations change = scope.ablated().minus(scope.clean());
        sums.add(change.dot(gradients), batch.size());
      }
    }
    return sums.mean();
  }

  static void requireGradient(Experiment experiment) {
    if (experiment.metric().traits().gradientVanishesAtClean()) {
      throw PatchbayException.usage(
          "The gradient of '%s' vanishes on the clean run: every first-order score would be 0."
              .formatted(experiment.metricName()),
          "Use --metric logit-difference, or search with acdc, which needs no gradient.");
    }
  }
}
