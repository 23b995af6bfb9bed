package dev.patchbay.core.discovery;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.core.run.CircuitDiscovery;
import dev.patchbay.core.run.Journal;
import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.core.run.RunPlan;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.LoadedModel;
import dev.patchbay.engine.TensorEngine;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.task.PromptSet;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds a circuit with the plug-ins of a catalog: names first, then the model, then the work. What
 * can be refused is refused before a weight is read.
 */
public final class DefaultCircuitDiscovery implements CircuitDiscovery {

  private final PluginCatalog catalog;

  @Inject
  public DefaultCircuitDiscovery(PluginCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public RunRequest settled(RunRequest request) {
    return Plan.settled(request, Plan.task(request, catalog));
  }

  @Override
  public RunPlan plan(RunRequest request, Progress progress) {
    Plan plan = Plan.of(request, catalog);
    return Preparation.of(plan, catalog, progress, prepared -> prepared.plan(plan));
  }

  @Override
  public RunOutcome run(RunRequest request, Optional<Journal> journal, Progress progress) {
    Plan asked = Plan.of(request, catalog);
    TensorEngine engine = TensorEngine.start(request.threads());
    TensorEngine.require(asked.device());
    PhaseLog log = new PhaseLog();
    Ready ready =
        log.time(
            "load",
            () -> Preparation.of(asked, catalog, progress, prepared -> Ready.of(asked, prepared)));
    Plan plan = ready.plan();
    PromptSet prompts = ready.prompts();
    try (LoadedModel model = ready.model()) {
      noteLargeSearch(plan, model.graph().edgeCount(), prompts.pairs().size(), progress);
      if (plan.searches() && !plan.request().batching().products()) {
        progress.note(
            "memory: the search holds no products of heads' weights; with them it might take more"
                + " than its memory");
      }
      progress.throwIfStopped();
      try (EngineExperiment experiment =
          new EngineExperiment(
              model,
              prompts,
              plan.metric().made(),
              plan.ablation().made(),
              plan.request().batchSize(),
              plan.metrics(),
              progress)) {
        return new DiscoveryRun(
                plan,
                engine,
                prompts,
                new AttentionSamples(experiment, ready.samples())::collect,
                ready.notes(),
                experiment,
                EngineNumbers.of(experiment),
                log,
                progress)
            .run(journal);
      }
    }
  }

  private static void noteLargeSearch(Plan plan, int edges, int prompts, Progress progress) {
    if (plan.searches() && edges > FirstRun.LARGEST_SEARCH) {
      progress.note(
          String.format(
              Locale.ROOT,
              "search: up to %,d tests, each a part of a forward pass of %,d prompts; this may take"
                  + " hours. Ctrl-C keeps what was found, --resume goes on from there; --strategy eap"
                  + " estimates all edges in 3 passes",
              edges,
              prompts));
    }
  }

  /** All that an experiment is made of. */
  private record Ready(
      LoadedModel model,
      PromptSet prompts,
      List<SampleWords> samples,
      List<String> notes,
      Plan plan) {

    static Ready of(Plan asked, Preparation prepared) {
      Plan plan = asked.with(prepared.plan(asked).request().batching());
      // The model last: whoever fails before it leaves nothing open.
      List<SampleWords> samples = prepared.samples(plan.request());
      return new Ready(
          prepared.load(plan.device(), plan.request()),
          prepared.prompts(),
          samples,
          prepared.notes(),
          plan);
    }
  }
}
