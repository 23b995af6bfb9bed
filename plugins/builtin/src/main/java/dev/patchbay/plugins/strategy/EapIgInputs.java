package dev.patchbay.plugins.strategy;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.BuiltIn;
import dev.patchbay.plugins.strategy.IntegratedGradients.Estimate;
import dev.patchbay.plugins.strategy.IntegratedGradients.Run;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.strategy.Demand;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.List;
import java.util.Set;

/**
 * EAP with integrated gradients over the input: {@code Σ (c_u − x_u) · mean over α of ∂loss/∂(input
 * of v)}, where the gradients are taken on runs whose token embedding lies between its ablated (α =
 * 0: the corrupted embedding under patching) and its clean value (α = 1). {@code c_u − x_u} stays
 * that of the two plain runs.
 *
 * <p>With {@code points=1,rule=right} this is {@link Eap}. A metric whose gradient vanishes on the
 * clean run, such as KL divergence, is refused then and only then: elsewhere its gradient is that
 * of any metric.
 *
 * <p>Cost: two forward passes, and a forward and a backward pass for each point ({@code
 * rule=trapezoid} has one point more than it has pieces).
 *
 * <p>Hanna, Pezzelle and Belinkov (2024), <i>Have Faith in Faithfulness: Going Beyond Circuit
 * Overlap When Finding Model Mechanisms</i>, arXiv:2403.17806, section 3.
 */
@AutoService(StrategyProvider.class)
public final class EapIgInputs extends BuiltIn<EapIgInputs.Config, DiscoveryStrategy>
    implements StrategyProvider {

  private static final String NAME = "eap-ig-inputs";

  /** The options. */
  public record Config(
      @Option(
              value = "into how many pieces the way from ablated to clean input is cut, 1 to 1000",
              fallback = "5")
          int points,
      @Option(
              value =
                  "where in each piece the gradient is taken: left (the ablated end, EAP-IG's),"
                      + " right, midpoint or trapezoid (both ends)",
              fallback = "left")
          IntegrationRule rule) {

    public Config {
      IntegrationRule.requirePoints(NAME, points);
    }
  }

  public EapIgInputs() {
    super(
        NAME,
        "EAP with the gradient averaged over inputs between ablated and clean.",
        "Hanna et al. 2024, Have Faith in Faithfulness, arXiv:2403.17806, section 3",
        "2 forward passes, 1 forward and 1 backward pass for each point",
        Config.class,
        config ->
            (experiment, progress) ->
                IntegratedGradients.score(
                    NAME, experiment, progress, List.of(estimate(experiment.graph(), config))));
  }

  @Override
  public Set<Demand> demands() {
    return Set.of(Demand.GRADIENTS_BETWEEN);
  }

  private static Estimate estimate(ComputationGraph graph, Config config) {
    Set<Integer> input = Set.of(graph.sender(Node.INPUT));
    List<Run> runs = IntegratedGradients.runs(input, config.rule().points(config.points()), 1);
    return new Estimate(IntegratedGradients.allSenders(graph), runs);
  }
}
