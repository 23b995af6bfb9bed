package dev.patchbay.core.discovery;

import ai.djl.Device;
import dev.patchbay.catalog.Chosen;
import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.engine.Batching;
import dev.patchbay.engine.NamedMetric;
import dev.patchbay.engine.TensorEngine;
import dev.patchbay.model.prompts.PromptFile;
import dev.patchbay.model.prompts.TaskPrompts;
import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.ablation.AblationProvider;
import dev.patchbay.spi.metric.MetricProvider;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.PluginUse;
import dev.patchbay.spi.strategy.Demand;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.spi.task.Task;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request whose every name has been found: what can be wrong with its words is known before the
 * model is looked at.
 *
 * @param request what was asked, with its metric and ablation
 * @param device where tensors will live
 * @param strategy the strategy and its use
 * @param searches whether the strategy asks for a search
 * @param decides whether it decides the circuit itself
 * @param metric the metric and its use
 * @param ablation the ablation and its use
 * @param task the task; nothing where prompts come from a file
 * @param file the file that prompts come from instead
 * @param metrics other metrics, by their words
 */
record Plan(
    RunRequest request,
    Device device,
    Used<DiscoveryStrategy> strategy,
    boolean searches,
    boolean decides,
    Used<NamedMetric> metric,
    Used<Ablation> ablation,
    Optional<Task> task,
    Optional<PromptFile> file,
    Function<String, NamedMetric> metrics) {

  /** What a plug-in made, beside what results record of it. */
  record Used<T>(T made, PluginUse use) {}

  /**
   * Finds everything that the request names.
   *
   * @throws PatchbayException if something is missing, or refuses its options
   */
  static Plan of(RunRequest asked, PluginCatalog catalog) {
    RequestCheck.numbers(asked);
    Optional<Task> task = task(asked, catalog);
    RunRequest request = settled(asked, task);
    String metric = request.metric().orElseThrow();
    Device device = TensorEngine.device(request.device());
    Chosen<StrategyProvider> strategy =
        catalog.choose(PluginKind.STRATEGY, request.strategy()).seeded(request.seed());
    RequestCheck.selects(strategy.name(), strategy.provider().searches(), request.selection());
    Chosen<AblationProvider> ablation =
        catalog
            .choose(PluginKind.ABLATION, request.ablation().orElseThrow())
            .seeded(request.seed());
    return new Plan(
        request,
        device,
        new Used<>(strategy.provider().create(strategy.options()), strategy.use()),
        strategy.provider().demands().contains(Demand.SEARCH),
        strategy.provider().searches(),
        new Used<>(metric(catalog, metric), catalog.choose(PluginKind.METRIC, metric).use()),
        new Used<>(ablation.provider().create(ablation.options()), ablation.use()),
        task,
        // A fault in it should not wait for the model.
        request.prompts().map(PromptFile::read),
        words -> metric(catalog, words));
  }

  static Optional<Task> task(RunRequest request, PluginCatalog catalog) {
    return request.prompts().isPresent()
        ? Optional.empty()
        : Optional.of(TaskWithTruth.of(request.task(), request.seed(), catalog));
  }

  /** The same plan in these batches. */
  Plan with(Batching batching) {
    return new Plan(
        request.with(batching),
        device,
        strategy,
        searches,
        decides,
        metric,
        ablation,
        task,
        file,
        metrics);
  }

  /** The task's prompts for a model. */
  PromptSet taskPrompts(ModelInfo model, Optional<Tokenizer> tokenizer) {
    return TaskPrompts.of(task.orElseThrow(), model, tokenizer, request.bos());
  }

  /** The request with the metric and the ablation of its task, or of prompts from a file. */
  static RunRequest settled(RunRequest request, Optional<Task> task) {
    return request.by(
        request.metric().or(() -> task.map(Task::metric)).orElse(RunRequest.METRIC_OF_PROMPT_FILES),
        request
            .ablation()
            .or(() -> task.map(Task::ablation))
            .orElse(RunRequest.ABLATION_OF_PROMPT_FILES));
  }

  static NamedMetric metric(PluginCatalog catalog, String words) {
    Chosen<MetricProvider> chosen = catalog.choose(PluginKind.METRIC, words);
    return new NamedMetric(words, chosen.provider().create(chosen.options()));
  }
}
