package dev.patchbay.core.discovery;

import dev.patchbay.core.run.RunRequest;
import dev.patchbay.engine.memory.MemoryEstimate;
import dev.patchbay.spi.strategy.Demand;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What was chosen for a run, and why, in words.
 *
 * @param request what was asked
 * @param demands what the run asks for
 * @param asked what it would take as it was asked for
 * @param chosen what it will take
 */
record Choices(
    RunRequest request, Set<Demand> demands, MemoryEstimate asked, MemoryEstimate chosen) {

  private static final String TOO_MUCH = "the tensors might take more than their budget";

  /** A sentence each, by what it is about. */
  Map<String, String> words() {
    String type = request.dataType().name().toLowerCase(Locale.ROOT);
    Map<String, String> words = new LinkedHashMap<>();
    words.put("batches", "of up to " + chosen.batchSize() + ": " + whySize());
    words.put("sums", "within a batch in %s, over batches and prompts in float64".formatted(type));
    words.put("held", searches() ? heldBySearch() : "one batch at a time");
    words.put("computed again", computedAgain());
    if (request.extras().curve()) {
      words.put("curve", "the metric at MIB's edge fractions: up to ten runs of circuits more");
    }
    if (request.extras().patterns()) {
      words.put(
          "patterns",
          "of up to %s prompts: a pass of each, clean and corrupted"
              .formatted(AttentionSamples.MOST));
    }
    return words;
  }

  private boolean searches() {
    return demands.contains(Demand.SEARCH);
  }

  private String whySize() {
    if (chosen.batchSize() < asked.batchSize()) {
      return "with %s ".formatted(asked.batchSize()) + TOO_MUCH;
    }
    return request.batching().fixed() ? "as asked" : "the usual size fits";
  }

  private String heldBySearch() {
    return "every batch at once, with what each live component reads and writes";
  }

  private String computedAgain() {
    return "the ablated run, for each circuit whose metric is asked for";
  }
}
