package dev.patchbay.spi.strategy;

import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Progress;

/** A way to find the circuit. Holds no state between runs; equal experiments give equal results. */
@FunctionalInterface
public interface DiscoveryStrategy {

  /**
   * Which edges matter? Scores and circuit are over the experiment's graph; there is a circuit
   * exactly where the provider says so.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if the strategy cannot answer with these
   *     options on this experiment, of the kind {@code INTERRUPTED} if the user asked to stop;
   *     whatever else is thrown is reported as a fault of the plug-in
   */
  DiscoveryResult discover(Experiment experiment, Progress progress);
}
