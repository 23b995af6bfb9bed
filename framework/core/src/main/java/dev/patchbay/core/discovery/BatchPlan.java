package dev.patchbay.core.discovery;

import dev.patchbay.core.engine.MemoryBudget;
import dev.patchbay.core.engine.MemoryEstimate;
import dev.patchbay.core.plugin.PluginCatalog;
import dev.patchbay.core.plugin.PluginKind;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.run.Verify;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.strategy.Demand;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.EnumSet;
import java.util.Set;

/**
 * In batches of what size a run goes, so that it stays within its memory.
 *
 * @param request what was asked
 * @param spec how the model is built
 * @param budget what the run's tensors may take
 * @param demands what the strategy asks for, and the run's own checks
 */
record BatchPlan(RunRequest request, ModelSpec spec, MemoryBudget budget, Set<Demand> demands) {

  static BatchPlan of(Plan plan, PluginCatalog catalog, ModelSpec spec) {
    RunRequest request = plan.request();
    Set<Demand> demands = EnumSet.noneOf(Demand.class);
    demands.addAll(catalog.choose(PluginKind.STRATEGY, request.strategy()).provider().demands());
    if (request.verify() == Verify.FULL) {
      demands.add(Demand.SEARCH);
    }
    MemoryBudget budget = MemoryBudget.of(request.batching(), plan.device().isGpu());
    return new BatchPlan(request, spec, budget, demands);
  }

  /**
   * The size for these prompts, all of them reckoned as long as the longest, and as often read as
   * the one that is read most.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if the run would take too much
   */
  int size(PromptSet prompts) {
    int longest = prompts.pairs().stream().mapToInt(PromptPair::length).max().orElse(1);
    int positions =
        prompts.pairs().stream().mapToInt(pair -> pair.answers().size()).max().orElse(1);
    return size(prompts.pairs().size(), longest, positions);
  }

  /**
   * Refuses what is too much with any prompts.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if one prompt of one token is
   */
  void requireLeast() {
    size(1, 1, 1);
  }

  private int size(int prompts, int length, int positions) {
    MemoryEstimate estimate =
        new MemoryEstimate(
            spec, prompts, length, positions, request.batchSize(), request.dataType());
    return budget.require(estimate, request.batching().fixed(), demands);
  }
}
