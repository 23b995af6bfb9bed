package dev.patchbay.cli;

import dev.patchbay.core.lookup.ModelCard;
import dev.patchbay.engine.memory.MemoryBudget;
import dev.patchbay.engine.memory.MemoryEstimate;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What runs on a model would cost.
 *
 * @param model the model
 * @param memory how large the runs are
 * @param budget what they may take
 * @param strategies one entry each
 */
record RunCost(
    ModelCard model, MemoryEstimate memory, MemoryBudget budget, List<OfStrategy> strategies) {

  /**
   * A run with one strategy.
   *
   * @param name the strategy
   * @param passes what it says that it costs
   * @param peakBytes what the run's tensors take at their peak
   * @param parts what that is made of
   * @param batchSize the most prompts in a batch with which it stays within the budget; nothing
   *     where none does
   */
  record OfStrategy(
      String name,
      String passes,
      long peakBytes,
      List<MemoryEstimate.Part> parts,
      OptionalInt batchSize) {}

  static RunCost of(
      ModelCard model,
      MemoryEstimate memory,
      MemoryBudget budget,
      List<StrategyProvider> strategies) {
    return new RunCost(
        model,
        memory,
        budget,
        strategies.stream()
            .map(
                strategy ->
                    new OfStrategy(
                        strategy.descriptor().name(),
                        strategy.descriptor().cost(),
                        memory.peak(strategy.demands()),
                        memory.parts(strategy.demands()),
                        batchSize(budget.fitting(memory, strategy.demands()))))
            .toList());
  }

  private static OptionalInt batchSize(Optional<MemoryEstimate> fitting) {
    return fitting.stream().mapToInt(MemoryEstimate::batchSize).findFirst();
  }
}
