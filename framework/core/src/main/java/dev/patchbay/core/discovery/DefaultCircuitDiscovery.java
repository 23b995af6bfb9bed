package dev.patchbay.core.discovery;

import dev.patchbay.core.engine.EngineExperiment;
import dev.patchbay.core.engine.LoadedModel;
import dev.patchbay.core.engine.TensorEngine;
import dev.patchbay.core.plugin.PluginCatalog;
import dev.patchbay.core.run.CircuitDiscovery;
import dev.patchbay.core.run.Journal;
import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.task.PromptSet;
import jakarta.inject.Inject;
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
  public RunOutcome run(RunRequest request, Optional<Journal> journal, Progress progress) {
    Plan asked = Plan.of(request, catalog);
    TensorEngine engine = TensorEngine.start(request.threads());
    TensorEngine.require(asked.device());
    PhaseLog log = new PhaseLog();
    Ready ready = log.time("load", () -> ready(asked, progress));
    Plan plan = ready.plan();
    PromptSet prompts = ready.prompts();
    try (LoadedModel model = ready.model()) {
      progress.throwIfStopped();
      try (EngineExperiment experiment =
          new EngineExperiment(
              model,
              prompts,
              plan.metric().made(),
              plan.ablation().made(),
              plan.request().batchSize(),
              plan.metrics())) {
        return new DiscoveryRun(
                plan, engine, prompts, experiment, EngineNumbers.of(experiment), log, progress)
            .run(journal);
      }
    }
  }

  /** All that an experiment is made of. */
  private record Ready(Plan plan, LoadedModel model, PromptSet prompts) {}

  private Ready ready(Plan plan, Progress progress) {
    RunRequest request = plan.request();
    ModelFinder finder = new ModelFinder(catalog);
    try (Checkpoint checkpoint = finder.open(request.model(), progress)) {
      Architecture architecture = finder.architecture(checkpoint.config());
      ModelSpec spec = architecture.spec(checkpoint.config());
      ComputationGraph graph = ComputationGraph.of(request.form().graphShape(spec));
      RequestCheck.fits(request.selection(), graph, checkpoint.name());
      Optional<Tokenizer> tokenizer = checkpoint.tokenizer();
      // Before the weights: these may take a minute.
      Optional<PromptSet> fromFile =
          plan.file().map(file -> told(file.prompts(spec, tokenizer, request.bos()), progress));
      BatchPlan batches = BatchPlan.of(plan, catalog, spec);
      // A task's prompts are known only with the model: until then, the least that they can be.
      fromFile.ifPresentOrElse(batches::size, batches::requireLeast);
      LoadedModel model = LoadedModel.load(checkpoint, architecture, plan.device(), request.form());
      try {
        PromptSet prompts =
            fromFile.orElseGet(
                () ->
                    told(
                        plan.taskPrompts(model.info(), tokenizer.map(request.bos()::applied)),
                        progress));
        return new Ready(plan.inBatchesOf(batches.size(prompts)), model, prompts);
      } catch (RuntimeException | Error e) {
        model.close();
        throw e;
      }
    }
  }

  /** The same prompts, after what there is to note of them has been said. */
  private static PromptSet told(PromptSet prompts, Progress progress) {
    if (!prompts.notes().isEmpty()) {
      progress.note("prompts: " + String.join("; ", prompts.notes()));
    }
    return prompts;
  }
}
