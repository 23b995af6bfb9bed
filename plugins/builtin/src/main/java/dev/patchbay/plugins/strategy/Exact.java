package dev.patchbay.plugins.strategy;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.strategy.Demand;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Measures every edge's effect: the change of the loss when that one edge of the full model is
 * ablated. The slow truth that estimates are held against.
 *
 * <p>Cost: one partial forward pass for each edge.
 */
@AutoService(StrategyProvider.class)
public final class Exact implements StrategyProvider {

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "exact",
        "The measured effect of each edge: one patched run for each.",
        "Wang et al. 2022, Interpretability in the Wild, arXiv:2211.00593 (path patching)",
        "a partial forward pass for each edge");
  }

  @Override
  public Set<Demand> demands() {
    return Set.of(Demand.SEARCH);
  }

  @Override
  public DiscoveryStrategy create(Options options) {
    options.as(NoOptions.class);
    return Exact::discover;
  }

  private static DiscoveryResult discover(Experiment experiment, Progress progress) {
    ComputationGraph graph = experiment.graph();
    double[] scores = new double[graph.edgeCount()];
    try (CircuitSearch search = experiment.search(Circuit.full(graph))) {
      for (int edge :
          progress.over("exact", IntStream.range(0, graph.edgeCount()).boxed().toList())) {
        scores[edge] = search.lossWithout(edge) - search.loss();
      }
    }
    return DiscoveryResult.of(EdgeScores.of(graph, scores));
  }
}
