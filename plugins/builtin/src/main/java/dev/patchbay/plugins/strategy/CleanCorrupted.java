package dev.patchbay.plugins.strategy;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.graph.EdgeSums;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.GradientSum;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.strategy.Demand;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.Set;

/**
 * EAP with the mean of two gradients: {@code Σ (c_u − x_u) · ½ (∂loss/∂(input of v) on the clean
 * run + the same on the corrupted run)}. Where the ablation is not patching, the run whose token
 * embedding is the ablated one stands for the corrupted run, as in {@link EapIgInputs}, whose
 * {@code points=1,rule=trapezoid} this is.
 *
 * <p>No metric is refused: where its gradient vanishes on the clean run, as that of KL divergence
 * does, the scores are half of those at the corrupted end.
 *
 * <p>Cost: three forward passes and two backward passes.
 *
 * <p>Hanna, Pezzelle and Belinkov (2024), <i>Have Faith in Faithfulness: Going Beyond Circuit
 * Overlap When Finding Model Mechanisms</i>, arXiv:2403.17806.
 */
@AutoService(StrategyProvider.class)
public final class CleanCorrupted implements StrategyProvider {

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "clean-corrupted",
        "EAP with the mean of the gradients on the clean and on the corrupted run.",
        "Hanna et al. 2024, Have Faith in Faithfulness, arXiv:2403.17806",
        "3 forward passes, 2 backward passes");
  }

  @Override
  public Set<Demand> demands() {
    return Set.of(Demand.GRADIENTS_BETWEEN);
  }

  @Override
  public DiscoveryStrategy create(Options options) {
    options.as(NoOptions.class);
    return CleanCorrupted::discover;
  }

  private static DiscoveryResult discover(Experiment experiment, Progress progress) {
    int input = experiment.graph().sender(Node.INPUT);
    EdgeSums sums = new EdgeSums(experiment.graph());
    for (PromptBatch batch : progress.over("clean-corrupted", experiment.batches())) {
      try (BatchScope scope = experiment.open(batch);
          GradientSum mean = scope.gradientSum()) {
        // First of all: its forward pass then serves as the plain pass too.
        mean.add(.5, scope.effectGradients());
        progress.throwIfStopped();
        mean.add(.5, scope.effectGradients(0, input));
        Activations change = scope.ablated().minus(scope.clean());
        sums.add(change.dot(mean), batch.size());
      }
    }
    return DiscoveryResult.of(sums.mean());
  }
}
