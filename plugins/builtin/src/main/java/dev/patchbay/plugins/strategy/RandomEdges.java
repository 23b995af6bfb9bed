package dev.patchbay.plugins.strategy;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.BuiltIn;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Option.Role;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.SplittableRandom;

/** Scores every edge at random: what any method must beat. */
@AutoService(StrategyProvider.class)
public final class RandomEdges extends BuiltIn<RandomEdges.Config, DiscoveryStrategy>
    implements StrategyProvider {

  /** The options. */
  public record Config(
      @Option(value = "seed of the draw", fallback = "0", role = Role.SEED) long seed) {}

  public RandomEdges() {
    super(
        "random",
        "Uniform scores in [0, 1): the baseline that any method must beat.",
        "none",
        "none",
        Config.class,
        RandomEdges::of);
  }

  private static DiscoveryStrategy of(Config config) {
    return (experiment, progress) -> {
      SplittableRandom random = new SplittableRandom(config.seed());
      double[] scores = random.doubles(experiment.graph().edgeCount()).toArray();
      return DiscoveryResult.of(EdgeScores.of(experiment.graph(), scores));
    };
  }
}
