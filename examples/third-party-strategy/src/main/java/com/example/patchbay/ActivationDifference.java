package com.example.patchbay;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeSums;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;

/**
 * Scores an edge by how much its sender's output changes when it is ablated, whatever reads it: a
 * baseline that looks at no gradient and at no metric.
 *
 * <p>The change is the length over d_model of {@code ablated − clean}, summed over positions, mean
 * over prompts. Cost: two forward passes over all prompts.
 */
public final class ActivationDifference implements StrategyProvider {

  /** How lengths are measured. */
  public enum Norm {
    L1,
    L2
  }

  /** What a user may choose: {@code --strategy activation-difference:norm=l1}. */
  record Config(@Option(value = "how a change's length is measured", fallback = "l2") Norm norm) {}

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "activation-difference",
        "Scores an edge by the size of its sender's change under ablation.",
        "none",
        "2 forward passes");
  }

  @Override
  public Class<? extends Record> options() {
    return Config.class;
  }

  @Override
  public DiscoveryStrategy create(Options options) {
    Config config = options.as(Config.class);
    return (experiment, progress) -> discover(experiment, progress, config.norm());
  }

  private static DiscoveryResult discover(Experiment experiment, Progress progress, Norm norm) {
    ComputationGraph graph = experiment.graph();
    EdgeSums sums = new EdgeSums(graph);
    for (PromptBatch batch : progress.over("compare", experiment.batches())) {
      try (BatchScope scope = experiment.open(batch)) {
        Activations change = scope.ablated().minus(scope.clean());
        double[] sizes = new double[graph.senderCount()];
        for (int sender = 0; sender < sizes.length; sender++) {
          sizes[sender] = size(change.sender(sender), norm);
        }
        double[] scores = new double[graph.edgeCount()];
        for (int edge = 0; edge < scores.length; edge++) {
          scores[edge] = sizes[graph.senderOf(edge)];
        }
        sums.add(scores, batch.size());
      }
    }
    return DiscoveryResult.of(sums.mean());
  }

  private static double size(NDArray change, Norm norm) { // [batch, pos, d_model]
    int[] features = {2};
    NDArray lengths = // [batch, pos]
        norm == Norm.L1 ? change.abs().sum(features) : change.square().sum(features).sqrt();
    return lengths.sum().toType(DataType.FLOAT64, false).getDouble();
  }
}
