package dev.patchbay.core.discovery;

import ai.djl.Device;
import dev.patchbay.catalog.Chosen;
import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.core.discovery.ResolvedRequest.Used;
import dev.patchbay.core.lookup.TaskWithTruth;
import dev.patchbay.core.lookup.Tasks;
import dev.patchbay.core.run.Defaults;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.engine.readout.NamedMetric;
import dev.patchbay.engine.tensor.TensorEngine;
import dev.patchbay.model.prompts.PromptFile;
import dev.patchbay.spi.ablation.AblationProvider;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.metric.MetricProvider;
import dev.patchbay.spi.strategy.StrategyProvider;
import dev.patchbay.spi.task.Task;
import jakarta.inject.Inject;
import java.util.Optional;

/** Finds what requests name. */
final class Requests {

  private final PluginCatalog catalog;
  private final Tasks tasks;

  @Inject
  Requests(PluginCatalog catalog, Tasks tasks) {
    this.catalog = catalog;
    this.tasks = tasks;
  }

  /**
   * Finds everything that a request names.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if something is missing, or refuses its
   *     options
   */
  ResolvedRequest resolve(RunRequest asked) {
    // A fault in the file should not wait for the model.
    return resolve(asked, asked.prompts().map(PromptFile::read));
  }

  /**
   * The same for a request whose file of prompts was read.
   *
   * @param file nothing where prompts come from a task
   */
  ResolvedRequest resolve(RunRequest asked, Optional<PromptFile> file) {
    RequestCheck.numbers(asked);
    Optional<TaskWithTruth> task = task(asked);
    RunRequest request = settled(asked, task);
    Device device = TensorEngine.device(request.device());
    Chosen<StrategyProvider> strategy =
        catalog.choose(PluginKind.STRATEGY, request.strategy()).seeded(request.seed());
    RequestCheck.selects(
        strategy.name(), strategy.provider().decidesCircuit(), request.selection());
    Chosen<AblationProvider> ablation =
        catalog
            .choose(PluginKind.ABLATION, request.ablation().orElseThrow())
            .seeded(request.seed());
    return new ResolvedRequest(
        request,
        device,
        new Used<>(strategy.provider().create(strategy.options()), strategy.use()),
        strategy.provider(),
        metric(request.metric().orElseThrow(), request.seed()),
        new Used<>(ablation.provider().create(ablation.options()), ablation.use()),
        task,
        file,
        words -> metric(words, request.seed()).made());
  }

  /** The same request by another strategy. */
  ResolvedRequest using(String strategy, ResolvedRequest resolved) {
    return resolve(resolved.request().using(strategy), resolved.file());
  }

  /** The request with the metric and the ablation of its task, or of prompts from a file. */
  RunRequest settled(RunRequest request) {
    return settled(request, task(request));
  }

  static RunRequest settled(RunRequest request, Optional<? extends Task> task) {
    return request.by(
        request.metric().or(() -> task.map(Task::metric)).orElse(Defaults.METRIC_OF_PROMPT_FILES),
        request
            .ablation()
            .or(() -> task.map(Task::ablation))
            .orElse(Defaults.ABLATION_OF_PROMPT_FILES));
  }

  private Optional<TaskWithTruth> task(RunRequest request) {
    return request.prompts().isPresent()
        ? Optional.empty()
        : Optional.of(tasks.named(request.task(), request.seed()));
  }

  /** The metric of these words. */
  Used<NamedMetric> metric(String words, long seed) {
    Chosen<MetricProvider> chosen = catalog.choose(PluginKind.METRIC, words).seeded(seed);
    Metric made = chosen.provider().create(chosen.options());
    return new Used<>(new NamedMetric(words, made), chosen.use());
  }
}
