package dev.patchbay.core.discovery;

import ai.djl.Device;
import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.core.run.RunPlan;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.engine.LoadedModel;
import dev.patchbay.model.weights.UnreadTensors;
import dev.patchbay.model.weights.WeightLoader;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.task.PromptSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A run whose weights alone are missing: the model was looked at, the prompts made, the plan made.
 *
 * @param catalog where plug-ins come from
 * @param checkpoint the model's files, open
 * @param architecture that reads them
 * @param tokenizer the model's, where it has one
 * @param info the model, without its weights
 * @param prompts on which it runs
 * @param notes what there is to note of the model's file
 */
record Preparation(
    PluginCatalog catalog,
    Checkpoint checkpoint,
    Architecture architecture,
    Optional<Tokenizer> tokenizer,
    ModelInfo info,
    PromptSet prompts,
    List<String> notes) {

  /** Opens the checkpoint for as long as {@code then} takes. Reads no weights. */
  static <T> T of(
      Plan plan, PluginCatalog catalog, Progress progress, Function<Preparation, T> then) {
    RunRequest request = plan.request();
    ModelFinder finder = new ModelFinder(catalog);
    try (Checkpoint checkpoint =
        new StoppableCheckpoint(finder.open(request.model(), progress), progress)) {
      Architecture architecture = finder.architecture(checkpoint.config());
      ModelSpec stored = architecture.spec(checkpoint.config());
      ComputationGraph graph = ComputationGraph.of(request.form().graphShape(stored));
      RequestCheck.fits(request.selection(), graph, checkpoint.name());
      ModelInfo info = new ModelInfo(checkpoint.name(), "", request.form().of(stored));
      Optional<Tokenizer> tokenizer = checkpoint.tokenizer();
      List<String> notes = UnreadTensors.notes(checkpoint, architecture);
      told("model", notes, progress);
      PromptSet prompts = prompts(plan, info, tokenizer);
      told("prompts", prompts.notes(), progress);
      return then.apply(
          new Preparation(catalog, checkpoint, architecture, tokenizer, info, prompts, notes));
    }
  }

  /**
   * How a run of these prompts goes.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if it would take too much memory
   */
  RunPlan plan(Plan plan) {
    boolean tied = WeightLoader.tiesUnembedding(checkpoint, architecture);
    return Planner.of(plan, catalog).of(checkpoint.name(), info.spec(), tied, prompts);
  }

  /** Reads the weights. */
  LoadedModel load(Device device, RunRequest request) {
    return LoadedModel.load(
        checkpoint, architecture, device, request.form(), request.batching().products());
  }

  /** The hash that the model will have when its weights are read. */
  String modelHash() {
    return WeightLoader.hash(checkpoint, architecture);
  }

  /** The prompts of another plan for the same model. */
  PromptSet prompts(Plan plan) {
    return prompts(plan, info, tokenizer);
  }

  /**
   * The words of the prompts whose attention a run collects. They are made only where they will be
   * shown: a tokenizer may be a large file.
   */
  List<SampleWords> samples(RunRequest request) {
    return prompts.pairs().stream()
        .limit(request.extras().patterns() ? AttentionSamples.MOST : 0)
        .map(pair -> SampleWords.of(pair, tokenizer))
        .toList();
  }

  private static PromptSet prompts(Plan plan, ModelInfo model, Optional<Tokenizer> tokenizer) {
    RunRequest request = plan.request();
    return plan.file()
        .map(file -> file.prompts(model.spec(), tokenizer, request.bos()))
        .orElseGet(() -> plan.taskPrompts(model, tokenizer));
  }

  private static void told(String of, List<String> notes, Progress progress) {
    if (!notes.isEmpty()) {
      progress.note(of + ": " + String.join("; ", notes));
    }
  }
}
