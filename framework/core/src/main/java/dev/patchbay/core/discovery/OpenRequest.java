package dev.patchbay.core.discovery;

import dev.patchbay.core.lookup.OpenModel;
import dev.patchbay.core.lookup.Tokenization;
import dev.patchbay.core.run.Journal;
import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.core.run.RunPlan;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.tensor.TensorEngine;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.model.prompts.PromptFile;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.run.Progress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A request whose every name was found and whose model's files are open. It is planned or run; no
 * weight is read before that.
 */
public final class OpenRequest implements AutoCloseable {

  private final ResolvedRequest resolved;
  private final OpenModel model;
  private final List<String> choices;
  private boolean closed;

  /**
   * @param model is closed with this
   */
  OpenRequest(ResolvedRequest resolved, OpenModel model, List<String> choices) {
    this.resolved = resolved;
    this.model = model;
    this.choices = choices;
  }

  /** What was asked, and what was chosen where that left something open. */
  public RunRequest request() {
    return resolved.request();
  }

  /** A sentence for each choice that is not the usual one. */
  public List<String> choices() {
    return choices;
  }

  /** Whether prompts come from a file that has text, so that it matters what stands before it. */
  public boolean hasTextPrompts() {
    return resolved.file().filter(PromptFile::hasTextPrompts).isPresent();
  }

  /**
   * The token that the model's tokenizer puts before a text, if it puts one.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if the model has no tokenizer
   */
  public Optional<Token> bos() {
    return request().bos().before(Tokenization.tokenizer(model.checkpoint()));
  }

  /**
   * What {@link #run} is about to do: it goes by this very plan. Reads prompts, no weights.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if the request does not suit the model, or if
   *     the run would take too much memory
   */
  public RunPlan plan(Progress progress) {
    return Preparation.of(resolved, model, progress).plan(resolved);
  }

  /**
   * Runs. The model's files are closed when its weights are loaded.
   *
   * @param journal kept if there is one
   * @throws dev.patchbay.spi.plugin.PatchbayException as {@link #plan}, or if the journal is that
   *     of another run
   */
  public RunOutcome run(Optional<Journal> journal, Progress progress) {
    TensorEngine engine = TensorEngine.start(request().threads());
    TensorEngine.require(resolved.device());
    PhaseLog log = new PhaseLog();
    Ready ready = log.time("load", () -> ready(progress));
    ResolvedRequest planned = ready.planned();
    try (LoadedModel loaded = ready.model()) {
      noteLargeSearch(planned, loaded, ready.prepared(), progress);
      progress.throwIfStopped();
      try (EngineExperiment experiment =
          planned.experiment(loaded, ready.prepared().prompts(), progress)) {
        return new DiscoveryRun(
                planned,
                engine,
                ready.prepared().prompts(),
                new AttentionSamples(experiment, ready.samples())::collect,
                ready.prepared().notes(),
                experiment,
                EngineNumbers.of(experiment),
                log,
                progress)
            .run(journal);
      }
    }
  }

  private static void noteLargeSearch(
      ResolvedRequest planned, LoadedModel loaded, Preparation prepared, Progress progress) {
    if (!planned.demandsSearch()) {
      return;
    }
    int edges = loaded.graph().edgeCount();
    if (edges > FirstRun.LARGEST_SEARCH) {
      progress.note(
          String.format(
              Locale.ROOT,
              "search: up to %,d tests, each a part of a forward pass of %,d prompts; this may take"
                  + " hours. Ctrl-C keeps what was found, --resume goes on from there; --strategy eap"
                  + " estimates all edges in 3 passes",
              edges,
              prepared.prompts().pairs().size()));
    }
  }

  /** All that an experiment is made of. */
  private record Ready(
      ResolvedRequest planned,
      Preparation prepared,
      List<SampleWords> samples,
      LoadedModel model) {}

  private Ready ready(Progress progress) {
    try (this) {
      Preparation prepared = Preparation.of(resolved, model, progress);
      ResolvedRequest planned = resolved.with(prepared.plan(resolved).request().batching());
      // The model last: a failure before it leaves nothing open.
      List<SampleWords> samples = prepared.samples(planned.request());
      return new Ready(
          planned, prepared, samples, prepared.load(planned.device(), planned.request()));
    }
  }

  /** Closes the model's files; again does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      model.close();
    }
  }
}
