package dev.patchbay.cli;

import dev.patchbay.engine.memory.MemoryBudget;
import dev.patchbay.engine.memory.MemoryEstimate;
import dev.patchbay.core.lookup.ModelCard;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.List;
import java.util.OptionalInt;

/**
 * What runs on a model would cost.
 *
 * @param model the model
 * @param memory how large the runs are
 * @param budget what they may take
 * @param strategies what would run
 */
record RunCost(
    ModelCard model, MemoryEstimate memory, MemoryBudget budget, List<StrategyProvider> strategies) {

  /** The most prompts in a batch with which a strategy stays within the budget, if any do. */
  OptionalInt batchSize(StrategyProvider strategy) {
    return budget.fitting(memory, strategy.demands()).stream()
        .mapToInt(MemoryEstimate::batchSize)
        .findFirst();
  }
}
