package dev.patchbay.core.discovery;

import dev.patchbay.catalog.Guest;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.strategy.AttentionTable;
import dev.patchbay.spi.strategy.Decision;
import dev.patchbay.spi.strategy.Demand;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a strategy finds, if it is an answer to what it was asked. */
final class Findings {

  private Findings() {}

  /**
   * Runs the strategy.
   *
   * @param provider what it said that it does
   * @throws dev.patchbay.spi.plugin.PatchbayException if it asks for what it did not declare, its
   *     scores or its circuit are of another graph than the experiment's, it decides and did not
   *     say so, or the other way round, or it names what the graph does not have
   */
  static DiscoveryResult of(
      DiscoveryStrategy strategy,
      StrategyProvider provider,
      Experiment experiment,
      Progress progress) {
    Set<Demand> declared = provider.demands();
    DiscoveryResult result =
        strategy.discover(
            DemandWatch.on(experiment, asked -> checkDemand(strategy, asked, declared)), progress);
    if (!result.attention().isEmpty()) {
      checkDemand(strategy, Demand.ATTENTION_TABLES, declared);
    }
    checkGraph(strategy, "scores", result.scores().graph(), experiment.graph());
    result
        .circuit()
        .map(Circuit::graph)
        .ifPresent(graph -> checkGraph(strategy, "a circuit", graph, experiment.graph()));
    if (result.circuit().isPresent() != provider.decidesCircuit()) {
      throw Guest.fault(
          strategy,
          "answered 'discover' %s a circuit, although its 'decidesCircuit' is %s"
              .formatted(
                  provider.decidesCircuit() ? "without" : "with", provider.decidesCircuit()));
    }
    result.attention().forEach(table -> checkAttention(strategy, table, experiment.model().spec()));
    checkNames(strategy, result, experiment.graph());
    return result;
  }

  /** Memory that was not planned for may not be there. */
  private static void checkDemand(DiscoveryStrategy strategy, Demand asked, Set<Demand> declared) {
    if (!asked.isAmong(declared)) {
      throw Guest.fault(
          strategy,
          "asked for %s, which its 'demands' do not declare: no memory was planned for it"
              .formatted(asked));
    }
  }

  private static void checkAttention(
      DiscoveryStrategy strategy, AttentionTable table, ModelSpec model) {
    if (table.layers() != model.nLayers()) {
      throw Guest.fault(
          strategy,
          "answered 'discover' with attention of %s layers, where the model has %s"
              .formatted(table.layers(), model.nLayers()));
    }
    for (int layer = 0; layer < table.layers(); layer++) {
      double[][][] heads = table.layer(layer); // a copy of the whole table may be too large
      if (heads.length != model.nHeads()) {
        throw Guest.fault(
            strategy,
            "answered 'discover' with attention of %s heads in layer %s, where the model has %s"
                .formatted(heads.length, layer, model.nHeads()));
      }
      if (!isWhole(heads)) {
        throw Guest.fault(
            strategy,
            "answered 'discover' with attention in layer %s that is not square or holds a number that is not finite"
                .formatted(layer));
      }
    }
  }

  private static boolean isWhole(double[][][] heads) {
    int length = heads[0].length;
    return Arrays.stream(heads)
        .allMatch(
            head ->
                head.length == length
                    && Arrays.stream(head)
                        .allMatch(
                            row ->
                                row.length == length
                                    && Arrays.stream(row).allMatch(Double::isFinite)));
  }

  /** What a search says of edges and whole inputs, it says of those that there are. */
  private static void checkNames(
      DiscoveryStrategy strategy, DiscoveryResult result, ComputationGraph graph) {
    if (result.decisions().isEmpty() && result.removedDirect().isEmpty()) {
      return;
    }
    Set<String> edges =
        graph.edgeSet().stream().map(Edge::name).collect(Collectors.toCollection(HashSet::new));
    Set<String> inputs =
        IntStream.range(0, graph.receiverCount())
            .mapToObj(graph::receiverName)
            .collect(Collectors.toSet());
    inputs.forEach(input -> edges.add(input + " direct"));
    checkKnown(
        strategy, result.decisions().stream().map(Decision::edge), edges, "a decision about '%s'");
    checkKnown(strategy, result.removedDirect().stream(), inputs, "the whole input '%s' cut");
  }

  private static void checkKnown(
      DiscoveryStrategy strategy, Stream<String> names, Set<String> known, String what) {
    names
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw Guest.fault(
                  strategy,
                  "answered 'discover' with %s, which the graph does not have"
                      .formatted(what.formatted(name)));
            });
  }

  private static void checkGraph(
      DiscoveryStrategy strategy, String what, ComputationGraph answer, ComputationGraph asked) {
    if (!answer.equals(asked)) {
      throw Guest.fault(
          strategy,
          "answered 'discover' with %s over a graph of %s edges (%s), not over the experiment's of %s (%s)"
              .formatted(
                  what, answer.edgeCount(), answer.shape(), asked.edgeCount(), asked.shape()));
    }
  }
}
