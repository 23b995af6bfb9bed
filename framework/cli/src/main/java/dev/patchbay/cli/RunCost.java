package dev.patchbay.cli;

import dev.patchbay.core.lookup.ModelCard;
import dev.patchbay.engine.memory.MemoryBudget;
import dev.patchbay.engine.memory.MemoryEstimate;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.List;
import java.util.OptionalInt;

/** What runs of these strategies on a model would cost. */
record RunCost(
    ModelCard model,
    MemoryEstimate memory,
    MemoryBudget budget,
    List<StrategyProvider> strategies) {

  /** The most prompts in a batch with which a strategy stays within the budget, if any do. */
  OptionalInt batchSize(StrategyProvider strategy) {
    return budget.fitting(memory, strategy.demands()).stream()
        .mapToInt(MemoryEstimate::batchSize)
        .findFirst();
  }
}
