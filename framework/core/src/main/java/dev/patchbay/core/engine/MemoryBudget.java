package dev.patchbay.core.engine;

import dev.patchbay.core.run.Batching;
import dev.patchbay.core.run.ByteSize;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.strategy.Demand;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a run's tensors may take, and the batches with which they do not take more.
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
   * The most prompts in a batch, up to that of the estimate, with which a run of these demands
   * stays within the budget; nothing where not even one does.
   */
  public OptionalInt batchSize(MemoryEstimate estimate, Set<Demand> demands) {
    int size = Math.min(estimate.batchSize(), estimate.prompts().count());
    if (fits(estimate, demands)) {
      return OptionalInt.of(estimate.batchSize());
    }
    while (size > 0 && !fits(estimate.in(size), demands)) {
      size--;
    }
    return size > 0 ? OptionalInt.of(size) : OptionalInt.empty();
  }

  /**
   * The same, for a run that is about to begin.
   *
   * @param fixed whether smaller batches than the estimate's will not do
   * @throws PatchbayException if the run would take more than the budget
   */
  public int require(MemoryEstimate estimate, boolean fixed, Set<Demand> demands) {
    OptionalInt size = batchSize(estimate, demands);
    if (size.isPresent() && !(fixed && size.getAsInt() < estimate.batchSize())) {
      return size.getAsInt();
    }
    if (size.isPresent()) {
      throw PatchbayException.failed(
          "The run takes about %s in batches of %d, and may take %s."
              .formatted(ByteSize.words(estimate.peak(demands)), estimate.batchSize(), limit()),
          "Give --batch-size %d or less, or leave it away; or more --memory."
              .formatted(size.getAsInt()));
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
