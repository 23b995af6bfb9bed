package dev.patchbay.core.run;

import dev.patchbay.spi.run.Progress;

/** Finds a circuit: the whole of a run, from names to a report. */
public interface CircuitDiscovery {

  /**
   * Runs.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if the request or what it names is wrong
   */
  RunOutcome run(RunRequest request, Progress progress);
}
