package dev.patchbay.core.discovery;

import ai.djl.Device;
import dev.patchbay.core.checkpoint.WeightLoader;
import dev.patchbay.core.engine.EngineExperiment;
import dev.patchbay.core.engine.LoadedModel;
import dev.patchbay.core.engine.TensorEngine;
import dev.patchbay.core.plugin.PluginCatalog;
import dev.patchbay.core.run.CircuitDiscovery;
import dev.patchbay.core.run.Journal;
import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.core.run.RunPlan;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.task.PromptSet;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
    return prepared(Plan.of(request, catalog), progress, Prepared::plan);
  }

  @Override
  public RunOutcome run(RunRequest request, Optional<Journal> journal, Progress progress) {
    Plan asked = Plan.of(request, catalog);
    TensorEngine engine = TensorEngine.start(request.threads());
    TensorEngine.require(asked.device());
    PhaseLog log = new PhaseLog();
    Ready ready = log.time("load", () -> prepared(asked, progress, on -> on.load(asked.device())));
    Plan plan = asked.inBatchesOf(ready.plan().request().batchSize());
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
                plan,
                engine,
                prompts,
                ready.samples(),
                experiment,
                EngineNumbers.of(experiment),
                log,
                progress)
            .run(journal);
      }
    }
  }

  /** A run whose weights alone are missing. */
  private record Prepared(
      Checkpoint checkpoint,
      Architecture architecture,
      PromptSet prompts,
      List<SampleWords> samples,
      RunPlan plan) {

    Ready load(Device device) {
      LoadedModel model = LoadedModel.load(checkpoint, architecture, device, plan.request().form());
      return new Ready(model, prompts, samples, plan);
    }
  }

  /** All that an experiment is made of. */
  private record Ready(
      LoadedModel model, PromptSet prompts, List<SampleWords> samples, RunPlan plan) {}

  /** Looks at the model, makes the prompts, plans: all that comes before the weights. */
  private <T> T prepared(Plan plan, Progress progress, Function<Prepared, T> then) {
    RunRequest request = plan.request();
    ModelFinder finder = new ModelFinder(catalog);
    try (Checkpoint checkpoint = finder.open(request.model(), progress)) {
      Architecture architecture = finder.architecture(checkpoint.config());
      ModelSpec stored = architecture.spec(checkpoint.config());
      ComputationGraph graph = ComputationGraph.of(request.form().graphShape(stored));
      RequestCheck.fits(request.selection(), graph, checkpoint.name());
      ModelInfo info = new ModelInfo(checkpoint.name(), "", request.form().of(stored));
      PromptSet prompts = told(prompts(plan, info, checkpoint.tokenizer()), progress);
      boolean tied = WeightLoader.tiesUnembedding(checkpoint, architecture);
      RunPlan made = Planner.of(plan, catalog).of(checkpoint.name(), info.spec(), tied, prompts);
      List<SampleWords> samples = samples(request, prompts, checkpoint.tokenizer());
      return then.apply(new Prepared(checkpoint, architecture, prompts, samples, made));
    }
  }

  private static PromptSet prompts(Plan plan, ModelInfo model, Optional<Tokenizer> tokenizer) {
    RunRequest request = plan.request();
    return plan.file()
        .map(file -> file.prompts(model.spec(), tokenizer, request.bos()))
        .orElseGet(() -> plan.taskPrompts(model, tokenizer.map(request.bos()::applied)));
  }

  /** Words are made only where they will be shown: a tokenizer may be a large file. */
  private static List<SampleWords> samples(
      RunRequest request, PromptSet prompts, Optional<Tokenizer> tokenizer) {
    return prompts.pairs().stream()
        .limit(request.extras().patterns() ? AttentionSamples.MOST : 0)
        .map(pair -> SampleWords.of(pair, tokenizer))
        .toList();
  }

  /** The same prompts, after what there is to note of them has been said. */
  private static PromptSet told(PromptSet prompts, Progress progress) {
    if (!prompts.notes().isEmpty()) {
      progress.note("prompts: " + String.join("; ", prompts.notes()));
    }
    return prompts;
  }
}
