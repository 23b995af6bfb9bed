package dev.patchbay.plugins.strategy;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.BuiltIn;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Option.Role;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.strategy.Demand;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.Locale;
import java.util.Set;

/**
 * Lets EAP keep a generous set of edges, then runs ACDC on it. Two settings and two metrics, never
 * one number on two scales: {@code keep} and {@code score-metric} are EAP's, {@code threshold} and
 * the run's metric are ACDC's.
 *
 * <p>Cost: EAP's two forward passes and one backward pass, and a partial forward pass for each edge
 * that EAP keeps.
 *
 * <p>Syed, Rager and Conmy (2023), arXiv:2310.10348, section 4, where one threshold serves both.
 */
@AutoService(StrategyProvider.class)
public final class EapAcdc extends BuiltIn<EapAcdc.Config, DiscoveryStrategy>
    implements StrategyProvider {

  /** The options. */
  public record Config(
      @Option(
              value = "what EAP keeps: below 1 a share of the edges, else a number of edges",
              fallback = "0.3")
          double keep,
      @Option(value = "the metric whose gradient EAP takes", fallback = "logit-difference")
          String scoreMetric,
      @Option(value = "rank EAP's scores: absolute or signed", fallback = "absolute")
          Ranking ranking,
      @Option(value = "ACDC's τ", fallback = "0.01", role = Role.THRESHOLD) double threshold,
      @Option(value = "ACDC's order: repo or head-by-head", fallback = "repo") Acdc.Order order,
      @Option(value = "ACDC compares |change| with τ", fallback = "false") boolean absolute) {

    public Config {
      Acdc.requireThreshold(threshold, absolute);
      if (!(keep > 0) || Double.isInfinite(keep) || (keep >= 1 && keep != Math.rint(keep))) {
        throw PatchbayException.usage(
            "eap-acdc cannot keep=" + keep + " edges.",
            "Give a share between 0 and 1, or a whole number of edges.");
      }
    }
  }

  public EapAcdc() {
    super(
        "eap-acdc",
        "EAP keeps a generous set of edges, then ACDC searches among them.",
        "Syed et al. 2023, Attribution Patching Outperforms Automated Circuit Discovery,"
            + " arXiv:2310.10348, section 4",
        "2 forward passes, 1 backward pass, a partial forward pass for each edge that EAP keeps",
        Config.class,
        config -> (experiment, progress) -> discover(experiment, progress, config));
  }

  @Override
  public boolean decidesCircuit() {
    return true;
  }

  @Override
  public Set<Demand> demands() {
    return Set.of(Demand.EFFECT_GRADIENTS, Demand.SEARCH);
  }

  private static DiscoveryResult discover(Experiment experiment, Progress progress, Config config) {
    EdgeScores estimates = Eap.score(experiment.withMetric(config.scoreMetric()), progress);
    int edges = experiment.graph().edgeCount();
    double wanted = config.keep() < 1 ? Math.ceil(config.keep() * edges) : config.keep();
    if (wanted > edges) {
      throw PatchbayException.usage(
          String.format(
              Locale.ROOT, "eap-acdc cannot keep=%.0f edges of a graph of %s.", wanted, edges),
          "Give at most %s, or a share such as keep=0.3.".formatted(edges));
    }
    Circuit generous = estimates.top((int) wanted, config.ranking());
    Acdc.Config acdc =
        new Acdc.Config(config.threshold(), config.order(), config.absolute(), false);
    return AcdcSweep.run(experiment, generous, acdc, progress);
  }
}
