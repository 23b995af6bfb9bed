package dev.patchbay.core.discovery;

import ai.djl.Device;
import dev.patchbay.core.lookup.TaskWithTruth;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.memory.Batching;
import dev.patchbay.engine.readout.NamedMetric;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.model.prompts.PromptFile;
import dev.patchbay.model.prompts.TaskPrompts;
import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.report.PluginUse;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.strategy.Demand;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import dev.patchbay.spi.task.PromptSet;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request whose every name has been found: what can be wrong with its words is known before the
 * model is looked at.
 *
 * @param request what was asked, with its metric and ablation
 * @param device where tensors will live
 * @param strategy the strategy and its use
 * @param provider what made the strategy, and says what it does
 * @param metric the metric and its use
 * @param ablation the ablation and its use
 * @param task the task; nothing where prompts come from a file
 * @param file the file that prompts come from instead
 * @param metrics other metrics, by their words
 */
record ResolvedRequest(
    RunRequest request,
    Device device,
    Used<DiscoveryStrategy> strategy,
    StrategyProvider provider,
    Used<NamedMetric> metric,
    Used<Ablation> ablation,
    Optional<TaskWithTruth> task,
    Optional<PromptFile> file,
    Function<String, NamedMetric> metrics) {

  /** What a plug-in made, beside what results record of it. */
  record Used<T>(T made, PluginUse use) {}

  /** The same in these batches. */
  ResolvedRequest with(Batching batching) {
    return new ResolvedRequest(
        request.with(batching), device, strategy, provider, metric, ablation, task, file, metrics);
  }

  /** Whether the strategy asks for a search. */
  boolean demandsSearch() {
    return provider.demands().contains(Demand.SEARCH);
  }

  /** The prompts for a model. */
  PromptSet prompts(ModelInfo model, Optional<Tokenizer> tokenizer) {
    return file.map(written -> written.prompts(model.spec(), tokenizer, request.bos()))
        .orElseGet(() -> TaskPrompts.of(task.orElseThrow(), model, tokenizer, request.bos()));
  }

  /** The model under this request's metric and ablation. */
  EngineExperiment experiment(LoadedModel model, PromptSet prompts, Progress progress) {
    return new EngineExperiment(
        model, prompts, metric.made(), ablation.made(), request.batchSize(), metrics, progress);
  }
}
