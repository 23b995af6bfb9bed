package dev.patchbay.plugins.strategy;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Option.Role;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.SplittableRandom;

/** Scores every edge at random: what any method must beat. */
@AutoService(StrategyProvider.class)
public final class RandomEdges implements StrategyProvider {

  /**
   * The options.
   *
   * @param seed of the draw; equal seeds give equal scores
   */
  public record Config(
      @Option(value = "seed of the draw", fallback = "0", role = Role.SEED) long seed) {}

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "random",
        "Uniform scores in [0, 1): the baseline that any method must beat.",
        "none",
        "none");
  }

  @Override
  public Class<Config> options() {
    return Config.class;
  }

  @Override
  public DiscoveryStrategy create(Options options) {
    Config config = options.as(Config.class);
    return (experiment, progress) -> {
      SplittableRandom random = new SplittableRandom(config.seed());
      double[] scores = random.doubles(experiment.graph().edgeCount()).toArray();
      return DiscoveryResult.of(EdgeScores.of(experiment.graph(), scores));
    };
  }
}
