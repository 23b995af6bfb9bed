package dev.patchbay.plugins.strategy;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.BuiltIn;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Option.Role;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.strategy.Demand;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.List;
import java.util.Set;

/**
 * Removes every edge whose absence raises the loss by less than τ, from the logits down.
 *
 * <p>Cost: one partial forward pass for each edge that is tested. The order and the rule are the
 * reference repository's, see {@link AcdcSweep}.
 *
 * <p>Conmy et al. (2023), <i>Towards Automated Circuit Discovery for Mechanistic
 * Interpretability</i>, arXiv:2304.14997, algorithm 1.
 */
@AutoService(StrategyProvider.class)
public final class Acdc extends BuiltIn<Acdc.Config, DiscoveryStrategy>
    implements StrategyProvider {

  /** In which order a layer's head inputs are gone through. */
  public enum Order {
    /** The v inputs of all heads, then all k, then all q: the reference repository's. */
    REPO,
    /** Head after head, each v, k, q. */
    HEAD_BY_HEAD
  }

  /** The options. */
  public record Config(
      @Option(
              value = "τ: an edge is removed if that raises the loss by less",
              fallback = "0.01",
              role = Role.THRESHOLD)
          double threshold,
      @Option(
              value =
                  "repo (v of all heads, then k, then q: the reference repository's) or"
                      + " head-by-head",
              fallback = "repo")
          Order order,
      @Option(value = "compare |change| with τ instead of the signed change", fallback = "false")
          boolean absolute,
      @Option(
              value = "test each whole q, k, v input before its edges, as the reference does",
              fallback = "false")
          boolean directEdges) {

    public Config {
      requireThreshold(threshold, absolute);
    }
  }

  static void requireThreshold(double threshold, boolean absolute) {
    if (!Double.isFinite(threshold)) {
      throw PatchbayException.usage(
          "acdc cannot compare a change of the loss with threshold=" + threshold + ".",
          "Give a finite number, such as threshold=0.01.");
    }
    if (absolute && threshold < 0) {
      throw PatchbayException.usage(
          "acdc compares sizes with absolute=true, and none is below threshold=" + threshold + ".",
          "Give a threshold of 0 or more, or omit absolute=true: the signed rule takes"
              + " negative thresholds.");
    }
  }

  public Acdc() {
    super(
        "acdc",
        "Tests each edge by ablating it, from the logits down, and removes those that matter less"
            + " than τ.",
        "Conmy et al. 2023, Towards Automated Circuit Discovery, arXiv:2304.14997, algorithm 1",
        "a partial forward pass for each edge",
        Config.class,
        config ->
            (experiment, progress) ->
                AcdcSweep.run(experiment, Circuit.full(experiment.graph()), config, progress));
  }

  @Override
  public boolean decidesCircuit() {
    return true;
  }

  @Override
  public Set<Demand> demands() {
    return Set.of(Demand.SEARCH);
  }

  @Override
  public List<String> variants() {
    return List.of("acdc:absolute=true");
  }
}
