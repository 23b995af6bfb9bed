package dev.patchbay.core.discovery;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.run.Selection;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.plugin.PatchbayException;

/** What can be wrong with a request, looked at before any work. */
final class RequestCheck {

  private RequestCheck() {}

  /** That the numbers make sense by themselves. */
  static void numbers(RunRequest request) {
    if (request.dataType() != DataType.FLOAT32 && request.dataType() != DataType.FLOAT64) {
      throw PatchbayException.usage(
          "A run cannot calculate in %s.".formatted(request.dataType()),
          "Types: float32, float64.");
    }
    if (request.batchSize() < 1) {
      throw PatchbayException.usage(
          "A batch cannot have %s prompts.".formatted(request.batchSize()),
          "Give a batch size of at least 1.");
    }
    if (request.threads() < 0) {
      throw PatchbayException.usage(
          "A run cannot have %s threads.".formatted(request.threads()),
          "Give at least 1, or 0 for all cores.");
    }
    selection(request.selection());
  }

  private static void selection(Selection selection) {
    if (selection.edges().isPresent() && selection.threshold().isPresent()) {
      throw PatchbayException.usage(
          "Both a number of edges and a threshold are given: %s and %s."
              .formatted(selection.edges().getAsInt(), selection.threshold().getAsDouble()),
          "Give --edges or --threshold.");
    }
    if (selection.threshold().isPresent()
        && !Double.isFinite(selection.threshold().getAsDouble())) {
      throw PatchbayException.usage(
          "The threshold is %s.".formatted(selection.threshold().getAsDouble()),
          "Give a finite number.");
    }
    if (selection.edges().isPresent() && selection.edges().getAsInt() < 0) {
      throw PatchbayException.usage(
          "A circuit cannot have %s edges.".formatted(selection.edges().getAsInt()),
          "Give a number from 0 up.");
    }
  }

  /** That a strategy which decides the circuit is not also told its size. */
  static void selects(String strategy, boolean decides, Selection selection) {
    if (decides && !selection.isAutomatic()) {
      throw PatchbayException.usage(
          "'%s' decides the circuit itself: %s does not apply."
              .formatted(strategy, selection.edges().isPresent() ? "--edges" : "--threshold"),
          "Omit it; 'patchbay plugins %s' shows the strategy's own options.".formatted(strategy));
    }
  }

  /** That the graph has as many edges as are asked for. */
  static void fits(Selection selection, ComputationGraph graph, String model) {
    int asked = selection.edges().orElse(0);
    if (asked > graph.edgeCount()) {
      throw PatchbayException.usage(
          "Asked for %s edges, but the graph of '%s' has %s."
              .formatted(asked, model, graph.edgeCount()),
          "Give --edges a number up to %s.".formatted(graph.edgeCount()));
    }
  }
}
