package dev.patchbay.spi.strategy;

import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Progress;

/** A way to find the circuit. Holds no state between runs; equal experiments give equal results. */
@FunctionalInterface
public interface DiscoveryStrategy {

  /** Which edges matter? */
  DiscoveryResult discover(Experiment experiment, Progress progress);
}
