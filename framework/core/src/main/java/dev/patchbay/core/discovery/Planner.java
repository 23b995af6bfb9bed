package dev.patchbay.core.discovery;

import dev.patchbay.core.run.RunPlan;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.run.Verify;
import dev.patchbay.engine.PromptBatches;
import dev.patchbay.engine.memory.Batching;
import dev.patchbay.engine.memory.MemoryBudget;
import dev.patchbay.engine.memory.MemoryEstimate;
import dev.patchbay.engine.memory.MemoryEstimate.Prompts;
import dev.patchbay.engine.tensor.TensorEngine;
import dev.patchbay.model.weights.WeightForm;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.metric.MetricTraits.Reads;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.strategy.Demand;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chooses how a run goes, so that it stays within its memory. Everything that a run does of its own
 * accord is chosen here, and said in the plan.
 *
 * @param resolved what was asked
 * @param demands what the strategy asks for, and the run's own checks
 * @param budget what the run's tensors may take
 */
record Planner(ResolvedRequest resolved, Set<Demand> demands, MemoryBudget budget) {

  static Planner of(ResolvedRequest resolved) {
    RunRequest request = resolved.request();
    Set<Demand> demands = EnumSet.noneOf(Demand.class);
    demands.addAll(resolved.provider().demands());
    if (request.verify() == Verify.FULL) {
      demands.add(Demand.SEARCH);
    }
    return new Planner(
        resolved, demands, MemoryBudget.of(request.batching(), resolved.device().isGpu()));
  }

  private static long squares(List<PromptPair> pairs) {
    return pairs.stream().mapToLong(PromptPair::length).distinct().map(p -> p * p).sum();
  }

  /**
   * The plan for these prompts, all of them reckoned as long as the longest, and as often read as
   * the one that is read most.
   *
   * @param tied whether the checkpoint's unembedding is its embedding
   * @throws dev.patchbay.spi.plugin.PatchbayException if the run would take too much memory
   */
  RunPlan plan(String model, ModelSpec spec, boolean tied, PromptSet prompts) {
    RunRequest request = resolved.request();
    List<PromptPair> pairs = prompts.pairs();
    int longest = pairs.stream().mapToInt(PromptPair::length).max().orElse(1);
    MemoryEstimate asked =
        new MemoryEstimate(
            spec,
            tied && request.form().weights() == WeightForm.RAW,
            new Prompts(
                pairs.size(), longest, late(spec, pairs), logits(spec, pairs), squares(pairs)),
            request.extras().curve()
                ? Integer.MAX_VALUE
                : request.selection().edges().orElse(Integer.MAX_VALUE),
            request.batchSize(),
            resolved.device().isGpu() ? 1 : TensorEngine.threadsFor(request.threads()),
            request.dataType());
    MemoryEstimate chosen = budget.require(asked, request.batching().fixed(), demands);
    Map<String, Long> memory = new LinkedHashMap<>();
    chosen.parts(demands).forEach(part -> memory.put(part.name(), part.bytes()));
    List<Integer> batches =
        PromptBatches.of(prompts, chosen.batchSize()).stream().map(PromptBatch::size).toList();
    return new RunPlan(
        model,
        request.with(
            new Batching(chosen.batchSize(), true, resolved.request().batching().memory())),
        batches,
        longest,
        memory,
        MemoryEstimate.PROCESS_BYTES,
        budget.bytes(),
        words(asked, chosen, batches.size() == 1));
  }

  /** What was chosen and why: a sentence each, by what it is about. */
  private Map<String, String> words(MemoryEstimate asked, MemoryEstimate chosen, boolean oneBatch) {
    RunRequest request = resolved.request();
    String type = request.dataType().name().toLowerCase(Locale.ROOT);
    Map<String, String> words = new LinkedHashMap<>();
    words.put("batches", "of up to " + chosen.batchSize() + ": " + whySize(asked, chosen));
    words.put("sums", "within a batch in %s, over batches and prompts in float64".formatted(type));
    words.put(
        "held",
        demands.contains(Demand.SEARCH)
            ? "every batch at once, with what each live component reads and writes"
            : "one batch at a time");
    words.put(
        "computed again",
        oneBatch
            ? "the ablated run, for the circuits whose metrics are asked for"
            : "the ablated run, for each circuit whose metric is asked for");
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

  private String whySize(MemoryEstimate asked, MemoryEstimate chosen) {
    if (chosen.batchSize() < asked.batchSize()) {
      return "with %s the tensors might take more than their budget".formatted(asked.batchSize());
    }
    return resolved.request().batching().fixed() ? "as asked" : "the usual size fits";
  }

  /**
   * At how many positions circuits are computed: under patching not in front of the first token
   * that differs.
   */
  private int late(ModelSpec spec, List<PromptPair> pairs) {
    boolean patching = resolved.ablation().made().isCorruptedRun();
    return pairs.stream()
        .mapToInt(
            pair ->
                patching && !spec.attention().bidirectional()
                    ? pair.length() - commonPrefix(pair)
                    : pair.length())
        .max()
        .orElse(1);
  }

  /** Equal tokens in front, or those before an answer that is read sooner. */
  private static int commonPrefix(PromptPair pair) {
    int most = pair.corrupted().isEmpty() ? 0 : pair.answers().get(0).position();
    int prefix = 0;
    while (prefix < most && pair.clean().get(prefix).equals(pair.corrupted().get(prefix))) {
      prefix++;
    }
    return prefix;
  }

  /** How many logits the metric reads of one prompt at most. */
  private long logits(ModelSpec spec, List<PromptPair> pairs) {
    Metric metric = resolved.metric().made().metric();
    int positions = pairs.stream().mapToInt(pair -> pair.answers().size()).max().orElse(1);
    long tokens =
        metric.traits().reads() == Reads.VOCABULARY
            ? spec.dVocabOut()
            : pairs.stream()
                .flatMap(pair -> pair.answers().stream())
                .flatMap(answer -> Stream.concat(answer.right().stream(), answer.wrong().stream()))
                .distinct()
                .count();
    return positions * Math.max(1, tokens);
  }
}
