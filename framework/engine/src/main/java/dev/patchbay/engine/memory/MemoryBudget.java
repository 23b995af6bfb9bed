package dev.patchbay.engine.memory;

import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.strategy.Demand;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a run's tensors may take, and how a run goes that does not take more.
 *
 * @param bytes weights included; nothing where there is no limit
 */
public record MemoryBudget(OptionalLong bytes) {

  /**
   * The budget of a run: what it was given, else {@link MachineMemory#share}; a GPU has memory of
   * its own, which only the user can state.
   */
  public static MemoryBudget of(Batching batching, boolean gpu) {
    if (batching.memory().isPresent() || gpu) {
      return new MemoryBudget(batching.memory());
    }
    return new MemoryBudget(MachineMemory.now().share());
  }

  /**
   * How a run of these demands stays within the budget: as it is, else in smaller batches; nothing
   * where not even one prompt at a time does.
   */
  public Optional<MemoryEstimate> fitting(MemoryEstimate estimate, Set<Demand> demands) {
    int most = Math.min(estimate.batchSize(), estimate.prompts().count());
    return Stream.concat(
            Stream.of(estimate),
            IntStream.iterate(most, size -> size > 0, size -> size - 1).mapToObj(estimate::in))
        .filter(one -> fits(one, demands))
        .findFirst();
  }

  /**
   * The same, for a run that is about to begin.
   *
   * @param fixed whether smaller batches than the estimate's will not do
   * @throws PatchbayException if the run would take more than the budget
   */
  public MemoryEstimate require(MemoryEstimate estimate, boolean fixed, Set<Demand> demands) {
    Optional<MemoryEstimate> fitting = fitting(estimate, demands);
    if (fitting.isPresent() && !(fixed && fitting.get().batchSize() < estimate.batchSize())) {
      return fitting.get();
    }
    if (fitting.isPresent()) {
      throw PatchbayException.failed(
          "The run takes about %s in batches of %s, and may take %s."
              .formatted(ByteSize.words(estimate.peak(demands)), estimate.batchSize(), limit()),
          "Give --batch-size %s or less, or omit it; or give more --memory."
              .formatted(fitting.get().batchSize()));
    }
    MemoryEstimate least = estimate.in(1);
    if (least.weights() > bytes.orElseThrow()) {
      throw PatchbayException.failed(
          "The model's weights take %s in %s, and the run may take %s."
              .formatted(ByteSize.words(least.weights()), least.type(), limit()),
          "Give more --memory%s.".formatted(least.inFloat32(" or ")));
    }
    throw PatchbayException.failed(
        "The run takes about %s even with one prompt a batch (%s of it weights), and may take %s."
            .formatted(
                ByteSize.words(least.peak(demands)), ByteSize.words(least.weights()), limit()),
        "Give more --memory, fewer or shorter prompts, another strategy%s."
            .formatted(least.inFloat32(", or ")));
  }

  private boolean fits(MemoryEstimate estimate, Set<Demand> demands) {
    return bytes.isEmpty() || estimate.peak(demands) <= bytes.getAsLong();
  }

  private String limit() {
    return ByteSize.words(bytes.orElseThrow());
  }
}
