package dev.patchbay.core.run;

import dev.patchbay.spi.run.Progress;
import java.util.Optional;

/** Finds a circuit: the whole of a run, from names to a report. */
public interface CircuitDiscovery {

  /**
   * The same request, with the metric and the ablation that it leaves open.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if there is no such task
   */
  RunRequest settled(RunRequest request);

  /**
   * What {@link #run} of the same request is about to do: it goes by this very plan. Reads prompts,
   * no weights.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if the request or what it names is wrong, or
   *     if the run would take too much memory
   */
  RunPlan plan(RunRequest request, Progress progress);

  /**
   * Runs.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if the request or what it names is wrong
   */
  default RunOutcome run(RunRequest request, Progress progress) {
    return run(request, Optional.empty(), progress);
  }

  /**
   * Runs, and keeps a journal if the strategy searches.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if the request or what it names is wrong, or
   *     if the journal is that of another run
   */
  RunOutcome run(RunRequest request, Optional<Journal> journal, Progress progress);
}
