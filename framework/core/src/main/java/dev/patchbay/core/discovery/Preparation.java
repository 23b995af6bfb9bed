package dev.patchbay.core.discovery;

import ai.djl.Device;
import dev.patchbay.core.lookup.OpenModel;
import dev.patchbay.core.run.RunPlan;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.model.weights.UnreadTensors;
import dev.patchbay.model.weights.WeightLoader;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.task.PromptSet;
import java.util.List;
import java.util.Optional;

/**
 * A run whose weights alone are missing: the model was looked at, the prompts made.
 *
 * @param model whose files are open
 * @param tokenizer the model's, where it has one
 * @param info the model, without its weights
 * @param prompts on which it runs
 * @param notes what there is to note of the model's file
 */
record Preparation(
    OpenModel model,
    Optional<Tokenizer> tokenizer,
    ModelInfo info,
    PromptSet prompts,
    List<String> notes) {

  /** Reads no weights. */
  static Preparation of(ResolvedRequest resolved, OpenModel model, Progress progress) {
    RunRequest request = resolved.request();
    ComputationGraph graph = ComputationGraph.of(request.form().graphShape(model.spec()));
    RequestCheck.fits(request.selection(), graph, model.name());
    ModelInfo info = new ModelInfo(model.name(), "", request.form().of(model.spec()));
    Optional<Tokenizer> tokenizer = model.checkpoint().tokenizer();
    List<String> notes = UnreadTensors.notes(model.checkpoint(), model.architecture());
    told("model", notes, progress);
    PromptSet prompts = resolved.prompts(info, tokenizer);
    told("prompts", prompts.notes(), progress);
    return new Preparation(model, tokenizer, info, prompts, notes);
  }

  /**
   * How a run of these prompts goes.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if it would take too much memory
   */
  RunPlan plan(ResolvedRequest resolved) {
    return Planner.of(resolved).plan(model.name(), info.spec(), model.tied(), prompts);
  }

  /** Reads the weights. */
  LoadedModel load(Device device, RunRequest request) {
    return LoadedModel.load(model.checkpoint(), model.architecture(), device, request.form());
  }

  /** The hash that the model will have when its weights are read. */
  String modelHash() {
    return WeightLoader.hash(model.checkpoint(), model.architecture());
  }

  /** The prompts of another request for the same model. */
  PromptSet prompts(ResolvedRequest other) {
    return other.prompts(info, tokenizer);
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

  private static void told(String of, List<String> notes, Progress progress) {
    if (!notes.isEmpty()) {
      progress.note(of + ": " + String.join("; ", notes));
    }
  }
}
