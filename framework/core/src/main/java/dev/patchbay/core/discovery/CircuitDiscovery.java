package dev.patchbay.core.discovery;

import dev.patchbay.core.lookup.Models;
import dev.patchbay.core.lookup.OpenModel;
import dev.patchbay.core.run.Journal;
import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.core.run.RunPlan;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.model.prompts.PromptFile;
import dev.patchbay.spi.run.Progress;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/**
 * Finds circuits, the whole of a run from names to a report: names first, then the model, then the
 * work. What can be refused is refused before a weight is read.
 */
public final class CircuitDiscovery {

  private final Requests requests;
  private final Models models;
  private final FirstRun firstRun;

  @Inject
  CircuitDiscovery(Requests requests, Models models, FirstRun firstRun) {
    this.requests = requests;
    this.models = models;
    this.firstRun = firstRun;
  }

  /**
   * The same request, with the metric and the ablation that it leaves open.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if there is no such task
   */
  public RunRequest settled(RunRequest request) {
    return requests.settled(request);
  }

  /**
   * Opens a request's model. The caller closes it.
   *
   * @param progress of fetching the model, where it is fetched
   * @throws dev.patchbay.spi.plugin.PatchbayException if the request or what it names is wrong
   */
  public OpenRequest open(RunRequest request, Progress progress) {
    ResolvedRequest resolved = requests.resolve(request);
    return new OpenRequest(resolved, models.open(request.model(), progress), List.of());
  }

  /**
   * The same for a request whose strategy or task may be open: those that suit the model are
   * chosen.
   *
   * @param asked its strategy and its task do not count where they are open
   * @throws dev.patchbay.spi.plugin.PatchbayException also if nothing can be chosen
   */
  public OpenRequest open(
      RunRequest asked, boolean openStrategy, boolean openTask, Progress progress) {
    if (!openStrategy && !openTask) {
      return open(asked, progress);
    }
    Optional<PromptFile> file = asked.prompts().map(PromptFile::read);
    OpenModel model = models.open(asked.model(), progress);
    try {
      FirstRun.Choice choice = firstRun.choose(asked, openStrategy, openTask, model, file);
      return new OpenRequest(requests.resolve(choice.request(), file), model, choice.words());
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** What {@link #run} of the same request is about to do. */
  public RunPlan plan(RunRequest request, Progress progress) {
    try (OpenRequest open = open(request, progress)) {
      return open.plan(progress);
    }
  }

  /** Runs without a journal. */
  public RunOutcome run(RunRequest request, Progress progress) {
    return run(request, Optional.empty(), progress);
  }

  /** Runs, and keeps the journal if there is one. */
  public RunOutcome run(RunRequest request, Optional<Journal> journal, Progress progress) {
    try (OpenRequest open = open(request, progress)) {
      return open.run(journal, progress);
    }
  }
}
