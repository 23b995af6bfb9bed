package dev.patchbay.spi.strategy;

import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;

/**
 * Makes a {@link DiscoveryStrategy}. One strategy is one file: this provider, its descriptor, its
 * options record and the strategy itself.
 */
public interface StrategyProvider extends Plugin {

  /**
   * Whether the strategy decides the circuit itself. Sizes and thresholds that choose a circuit
   * from scores are then refused before the run starts.
   */
  default boolean searches() {
    return false;
  }

  /** The strategy with these options. */
  DiscoveryStrategy create(Options options);
}
