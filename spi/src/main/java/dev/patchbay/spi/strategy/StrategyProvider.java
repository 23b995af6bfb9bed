package dev.patchbay.spi.strategy;

import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;
import java.util.List;
import java.util.Set;

/**
 * Makes a {@link DiscoveryStrategy}. One strategy is one file: this provider, its descriptor, its
 * options record and the strategy itself.
 */
public interface StrategyProvider extends Plugin {

  /**
   * Whether the strategy decides the circuit itself. Sizes and thresholds that choose a circuit
   * from scores are then refused before the run starts.
   */
  default boolean decidesCircuit() {
    return false;
  }

  /**
   * All that the strategy asks of an experiment beside plain passes and the metric of circuits,
   * whatever its options: nothing unless overridden. A run is planned by it: how large its batches
   * are, whether it is refused for want of memory, whether its search keeps a journal. To ask for
   * what is not declared ends the run at once with the plug-in's name, since no memory was planned
   * for it.
   */
  default Set<Demand> demands() {
    return Set.of();
  }

  /**
   * The same strategy with options under which it sees other circuits, as for {@code --strategy}:
   * an exam tries these beside the strategy with its fallbacks.
   */
  default List<String> variants() {
    return List.of();
  }

  /** The strategy with these options. */
  DiscoveryStrategy create(Options options);
}
