package dev.patchbay.engine.memory;

import java.util.OptionalLong;

/**
 * How many prompts go through the model at once and in how much memory.
 *
 * @param size most prompts in a batch
 * @param fixed whether just this size is meant; otherwise a run that would not stay within its
 *     memory takes smaller batches
 * @param memory bytes that the run's tensors may take, weights included; nothing for the share of
 *     the machine's that a run may usually have
 */
public record Batching(int size, boolean fixed, OptionalLong memory) {

  /** Batches of up to 32, in the usual share of the machine's memory. */
  public static final Batching USUAL = new Batching(32, false, OptionalLong.empty());

  /** Batches of this size and no other, in the usual share of the machine's memory. */
  public static Batching of(int size) {
    return new Batching(size, true, OptionalLong.empty());
  }
}
