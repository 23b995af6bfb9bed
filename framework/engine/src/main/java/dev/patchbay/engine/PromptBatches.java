package dev.patchbay.engine;

import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prompts in batches of equal length: shortest first, else in their own order. */
public final class PromptBatches {

  private PromptBatches() {}

  /** The batches, numbered in the order in which they run. */
  public static List<PromptBatch> of(PromptSet prompts, int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("A batch holds at least one prompt, not " + batchSize);
    }
    Map<Integer, List<PromptPair>> byLength =
        prompts.pairs().stream()
            .collect(Collectors.groupingBy(PromptPair::length, TreeMap::new, Collectors.toList()));
    List<PromptBatch> batches = new ArrayList<>();
    for (List<PromptPair> equal : byLength.values()) {
      for (int from = 0; from < equal.size(); from += batchSize) {
        int to = Math.min(equal.size(), from + batchSize);
        batches.add(new PromptBatch(batches.size(), equal.subList(from, to)));
      }
    }
    return List.copyOf(batches);
  }
}
