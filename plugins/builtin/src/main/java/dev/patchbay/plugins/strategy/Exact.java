package dev.patchbay.plugins.strategy;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.BuiltIn;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.strategy.Demand;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Measures every edge's effect, one run for each: the slow truth that estimates are held against.
 *
 * <ul>
 *   <li>{@code direction=noising}: the full model, and one edge is ablated. The score is {@code
 *       loss(without the edge) − loss(full)}: does the behaviour <i>need</i> the edge?
 *   <li>{@code direction=denoising}: the fully ablated run (under patching: the corrupted run), and
 *       along one edge the sender's value of the <i>clean</i> run is patched in; everything
 *       downstream follows. The score is {@code loss(ablated) − loss(with the edge restored)}: does
 *       the edge alone bring the behaviour back? See {@link Experiment#mirroredSearch}.
 * </ul>
 *
 * <p>Either way, positive supports the behaviour. The two are not mirror images: where one of two
 * components is enough (OR), noising finds neither and denoising both; where both are needed (AND),
 * noising finds both and denoising neither.
 *
 * <p>Cost: one partial forward pass for each edge.
 *
 * <p>Wang et al. (2022), <i>Interpretability in the Wild</i>, arXiv:2211.00593 (path patching);
 * Heimersheim and Nanda (2024), <i>How to use and interpret activation patching</i>,
 * arXiv:2404.15255 (noising and denoising).
 */
@AutoService(StrategyProvider.class)
public final class Exact extends BuiltIn<Exact.Config, DiscoveryStrategy>
    implements StrategyProvider {

  /** From which run to which. */
  public enum Direction {
    /** The clean run, with one edge ablated. */
    NOISING,
    /** The ablated run, with one edge restored. */
    DENOISING
  }

  /** The options. */
  public record Config(
      @Option(
              value =
                  "noising (ablate one edge of the full model) or denoising (restore one edge of"
                      + " the ablated run)",
              fallback = "noising")
          Direction direction) {}

  public Exact() {
    super(
        "exact",
        "The measured effect of each edge: one patched run for each.",
        "Wang et al. 2022, Interpretability in the Wild, arXiv:2211.00593 (path patching)",
        "a partial forward pass for each edge",
        Config.class,
        config -> (experiment, progress) -> discover(experiment, config.direction(), progress));
  }

  @Override
  public Set<Demand> demands() {
    return Set.of(Demand.SEARCH);
  }

  @Override
  public List<String> variants() {
    return List.of("exact:direction=denoising");
  }

  private static DiscoveryResult discover(
      Experiment experiment, Direction direction, Progress progress) {
    ComputationGraph graph = experiment.graph();
    double sign = direction == Direction.NOISING ? 1 : -1;
    double[] scores = new double[graph.edgeCount()];
    Circuit full = Circuit.full(graph);
    try (CircuitSearch search =
        direction == Direction.NOISING
            ? experiment.search(full)
            : experiment.mirroredSearch(full)) {
      for (int edge :
          progress.over("exact", IntStream.range(0, graph.edgeCount()).boxed().toList())) {
        scores[edge] = sign * (search.lossWithout(edge) - search.loss());
      }
    }
    return DiscoveryResult.of(EdgeScores.of(graph, scores));
  }
}
