package dev.patchbay.core.discovery;

import dev.patchbay.core.plugin.Guest;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.strategy.AttentionTable;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.strategy.DiscoveryStrategy;

/** What a strategy finds, if it is an answer to what it was asked. */
final class Findings {

  private Findings() {}

  /**
   * Runs the strategy.
   *
   * @param searches whether it said that it decides the circuit itself
   * @throws dev.patchbay.spi.plugin.PatchbayException if its scores or its circuit are of another
   *     graph than the experiment's, or it decides and did not say so, or the other way round
   */
  static DiscoveryResult of(
      DiscoveryStrategy strategy, boolean searches, Experiment experiment, Progress progress) {
    DiscoveryResult result = strategy.discover(experiment, progress);
    checkGraph(strategy, "scores", result.scores().graph(), experiment.graph());
    result
        .circuit()
        .map(Circuit::graph)
        .ifPresent(graph -> checkGraph(strategy, "a circuit", graph, experiment.graph()));
    if (result.circuit().isPresent() != searches) {
      throw Guest.fault(
          strategy,
          searches
              ? "answered 'discover' without a circuit, although its 'searches' is true"
              : "answered 'discover' with a circuit, although its 'searches' is false");
    }
    int layers = experiment.model().spec().nLayers();
    for (AttentionTable table : result.attention()) {
      if (table.values().length != layers) {
        throw Guest.fault(
            strategy,
            "answered 'discover' with attention of %s layers, where the model has %s"
                .formatted(table.values().length, layers));
      }
    }
    return result;
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
