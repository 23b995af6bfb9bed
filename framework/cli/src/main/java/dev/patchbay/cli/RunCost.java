package dev.patchbay.cli;

import dev.patchbay.core.discovery.ModelCard;
import dev.patchbay.core.engine.MemoryEstimate;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.List;

/**
 * What runs on a model would cost.
 *
 * @param model the model
 * @param memory how large the runs are
 * @param strategies one entry each
 */
record RunCost(ModelCard model, MemoryEstimate memory, List<OfStrategy> strategies) {

  /**
   * A run with one strategy.
   *
   * @param name the strategy
   * @param passes what it says that it costs
   * @param peakBytes the most that the run's tensors take
   */
  record OfStrategy(String name, String passes, long peakBytes) {}

  static RunCost of(ModelCard model, MemoryEstimate memory, List<StrategyProvider> strategies) {
    return new RunCost(
        model,
        memory,
        strategies.stream()
            .map(
                strategy ->
                    new OfStrategy(
                        strategy.descriptor().name(),
                        strategy.descriptor().cost(),
                        memory.peak(strategy.demands())))
            .toList());
  }
}
