package dev.patchbay.spi.strategy;

import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;
import java.util.EnumSet;
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
  default boolean searches() {
    return false;
  }

  /**
   * What the strategy asks of an experiment that takes memory, for estimates before a run.
   * Everything unless overridden: an estimate that is too high refuses no run.
   */
  default Set<Demand> demands() {
    return EnumSet.allOf(Demand.class);
  }

  /** The strategy with these options. */
  DiscoveryStrategy create(Options options);
}
