package dev.patchbay.plugins.strategy;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.BuiltIn;
import dev.patchbay.plugins.strategy.IntegratedGradients.Estimate;
import dev.patchbay.plugins.strategy.IntegratedGradients.Run;
import dev.patchbay.plugins.strategy.IntegrationRule.Point;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.strategy.Demand;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * EAP with integrated gradients over activations: {@code Σ (c_u − x_u) · mean over α of
 * ∂loss/∂(input of v)}, where the gradients are taken on clean runs in which u's own output lies
 * between its ablated (α = 0) and its clean value (α = 1), and everything after u follows.
 *
 * <p>{@code group=layer} moves a layer's heads together, for fewer passes. {@code
 * variant=eap-ig-repo} adds, as the code of EAP-IG does, every receiver's gradient for every
 * sender, whichever group moved, and divides by the number of groups; it takes {@code group=layer}.
 * The three give quite different numbers. (In a model without learned positions that code finds no
 * gradient at the first layer's inputs while the input moves; this one does.)
 *
 * <p>A metric whose gradient vanishes on the clean run, such as KL divergence, is refused with
 * {@code points=1,rule=right}, which takes no other gradient, and only then.
 *
 * <p>Cost: two forward passes, and for each sender or group and each point a forward and a backward
 * pass ({@code rule=trapezoid} has one point more than it has pieces). The point α = 1 is the clean
 * run whichever sender moves, and costs one such pair for all; not so in {@code
 * variant=eap-ig-repo}, whose gradients also count before the senders that moved, through which
 * none flows back.
 *
 * <p>Hanna, Pezzelle and Belinkov (2024), <i>Have Faith in Faithfulness: Going Beyond Circuit
 * Overlap When Finding Model Mechanisms</i>, arXiv:2403.17806.
 */
@AutoService(StrategyProvider.class)
public final class EapIgActivations extends BuiltIn<EapIgActivations.Config, DiscoveryStrategy>
    implements StrategyProvider {

  private static final String NAME = "eap-ig-activations";

  /** Which senders move together. */
  public enum Group {
    /** Each alone. */
    SENDER,
    /** A layer's heads together; the input and each MLP alone. */
    LAYER
  }

  /** For which senders the gradients count. */
  public enum Variant {
    /** For those that moved. */
    DEFINITION,
    /** For all, as in EAP-IG's code. */
    EAP_IG_REPO
  }

  /** The options. */
  public record Config(
      @Option(
              value = "into how many pieces the way from ablated to clean output is cut, 1 to 1000",
              fallback = "5")
          int points,
      @Option(
              value =
                  "where in each piece the gradient is taken: left, right (the clean end,"
                      + " EAP-IG's), midpoint or trapezoid (both ends)",
              fallback = "right")
          IntegrationRule rule,
      @Option(
              value = "what moves at a time: sender (a head alone), or layer (a layer's heads)",
              fallback = "sender")
          Group group,
      @Option(
              value =
                  "definition (gradients count for the senders that moved), or eap-ig-repo (for"
                      + " all, as in EAP-IG's code; with group=layer)",
              fallback = "definition")
          Variant variant) {

    public Config {
      IntegrationRule.requirePoints(NAME, points);
      if (variant == Variant.EAP_IG_REPO && group == Group.SENDER) {
        throw PatchbayException.usage(
            NAME + " has no variant=eap-ig-repo with group=sender.",
            "EAP-IG's code moves a layer's heads together: add group=layer.");
      }
    }
  }

  public EapIgActivations() {
    super(
        NAME,
        "EAP with the gradient averaged over each sender's outputs between ablated and clean.",
        "Hanna et al. 2024, Have Faith in Faithfulness, arXiv:2403.17806",
        "2 forward passes, 1 forward and 1 backward pass for each sender (or group) and point",
        Config.class,
        config ->
            (experiment, progress) ->
                IntegratedGradients.score(
                    NAME, experiment, progress, estimates(experiment.graph(), config)));
  }

  @Override
  public Set<Demand> demands() {
    return Set.of(Demand.GRADIENTS_BETWEEN);
  }

  private static List<Estimate> estimates(ComputationGraph graph, Config config) {
    Set<Integer> all = IntegratedGradients.allSenders(graph);
    Collection<Set<Integer>> groups = groups(graph, config.group());
    List<Point> points = config.rule().points(config.points());
    if (config.variant() == Variant.EAP_IG_REPO) {
      return groups.stream()
          .map(
              group ->
                  new Estimate(all, IntegratedGradients.runs(group, points, 1. / groups.size())))
          .toList();
    }
    List<Estimate> estimates = new ArrayList<>();
    // Whichever is moved to its clean value, it is the clean run: one serves all.
    List<Run> clean =
        IntegratedGradients.runs(
            Set.of(), points.stream().filter(point -> point.alpha() == 1).toList(), 1);
    if (!clean.isEmpty()) {
      estimates.add(new Estimate(all, clean));
    }
    List<Point> apart = points.stream().filter(point -> point.alpha() != 1).toList();
    if (!apart.isEmpty()) {
      groups.forEach(
          group -> estimates.add(new Estimate(group, IntegratedGradients.runs(group, apart, 1))));
    }
    return estimates;
  }

  /** The senders that move together, in the order of the first of each group. */
  private static Collection<Set<Integer>> groups(ComputationGraph graph, Group by) {
    TreeMap<Integer, Set<Integer>> groups = new TreeMap<>();
    for (int sender : IntStream.range(0, graph.senderCount()).toArray()) {
      Node node = graph.senderNode(sender);
      boolean withItsLayer = by == Group.LAYER && node.kind() == Node.Kind.HEAD;
      int first = withItsLayer ? graph.sender(Node.head(node.layer(), 0)) : sender;
      groups.computeIfAbsent(first, f -> new TreeSet<>()).add(sender);
    }
    return groups.values();
  }
}
