package dev.patchbay.spi.run;

import dev.patchbay.spi.graph.Circuit;

/**
 * A circuit that loses edges one after the other, over all prompts. Every node's value is held; a
 * question costs only what lies downstream of the edges it asks about.
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
   * already absent change nothing.
   */
  double lossWithout(int... ordinals);

  /**
   * Takes edges out. Free of any pass if they are those that {@link #lossWithout} was last asked
   * about.
   */
  void remove(int... ordinals);

  @Override
  void close();
}
