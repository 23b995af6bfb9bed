package dev.patchbay.engine;

import java.util.OptionalLong;

/**
 * How many prompts go through the model at once, in how much memory, and what that is spent on.
 *
 * @param size most prompts in a batch
 * @param fixed whether just this size is meant; otherwise a run that would not stay within its
 *     memory takes smaller batches
 * @param memory bytes that the run's tensors may take, weights included; nothing for the share of
 *     the machine's that a run may usually have
 * @param products whether a search may hold products of heads' weights, W_O · W, which save it
 *     time; without them its losses are sums in another order, equal but for rounding
 */
public record Batching(int size, boolean fixed, OptionalLong memory, boolean products) {

  /** A run that may hold products of weights, if they fit. */
  public Batching(int size, boolean fixed, OptionalLong memory) {
    this(size, fixed, memory, true);
  }

  /** Batches of up to 32, in the usual share of the machine's memory. */
  public static final Batching USUAL = new Batching(32, false, OptionalLong.empty());

  /** Batches of this size and no other, in the usual share of the machine's memory. */
  public static Batching of(int size) {
    return new Batching(size, true, OptionalLong.empty());
  }
}
