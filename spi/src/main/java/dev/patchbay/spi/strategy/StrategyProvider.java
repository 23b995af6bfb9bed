package dev.patchbay.spi.strategy;

import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;

/**
 * Makes a {@link DiscoveryStrategy}. One strategy is one file: this provider, its descriptor, its
 * options record and the strategy itself.
 */
public interface StrategyProvider extends Plugin {

  /**
   * Whether the strategy decides the circuit itself, by a search with options of its own. Of one
   * that does not, a circuit is selected by its scores.
   */
  default boolean searches() {
    return false;
  }

  /** The strategy with these options. */
  DiscoveryStrategy create(Options options);
}
