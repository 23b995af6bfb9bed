package dev.patchbay.spi.run;

import dev.patchbay.spi.graph.Circuit;

/**
 * A circuit that loses edges one after the other, over all prompts. Every node's value is held; a
 * question costs only what is downstream of the edges it asks about.
 */
public interface CircuitSearch extends AutoCloseable {

  /** The circuit as it is now. */
  Circuit circuit();

  /** Whether the edge of this ordinal is still in the circuit. */
  boolean has(int ordinal);

  /** The loss of the circuit as it is now, mean over prompts. */
  double loss();

  /**
   * What would the loss be without these edges too? The circuit stays as it is. Edges that are
   * already absent change nothing. Where no edge carries anything to the logits, or each comes from
   * an embedding that is equal on both runs, the answer needs no run and counts as no test.
   *
   * @param ordinals in any order; with none, the answer is {@link #loss()}
   * @throws IndexOutOfBoundsException if the graph has no edge of an ordinal
   * @throws dev.patchbay.spi.plugin.PatchbayException if the metric answers with what cannot be
   *     used
   */
  double lossWithout(int... ordinals);

  /**
   * Says which edges will be asked about next, one after the other, each removed or not before the
   * next. Answers stay what they are; looking ahead may find several at once.
   */
  default void expect(int... ordinals) {}

  /**
   * Takes edges out. Free of any pass if they are those that {@link #lossWithout} was last asked
   * about.
   *
   * @throws IndexOutOfBoundsException if the graph has no edge of an ordinal
   * @throws dev.patchbay.spi.plugin.PatchbayException if after many removals the loss that is held
   *     is not that of a fresh run
   */
  void remove(int... ordinals);

  @Override
  void close();
}
