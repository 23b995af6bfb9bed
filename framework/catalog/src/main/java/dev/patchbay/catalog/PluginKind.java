package dev.patchbay.catalog;

import dev.patchbay.spi.ablation.AblationProvider;
import dev.patchbay.spi.export.ExporterProvider;
import dev.patchbay.spi.export.ResultsExporterProvider;
import dev.patchbay.spi.metric.MetricProvider;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.ModelSource;
import dev.patchbay.spi.plugin.Plugin;
import dev.patchbay.spi.strategy.StrategyProvider;
import dev.patchbay.spi.task.KnownCircuit;
import dev.patchbay.spi.task.TaskProvider;
import java.util.List;

/** A kind of plug-in. Names are unique within a kind: a task and a model may share theirs. */
public record PluginKind<P extends Plugin>(Class<P> type, String word, String plural) {

  public static final PluginKind<StrategyProvider> STRATEGY =
      new PluginKind<>(StrategyProvider.class, "strategy", "strategies");

  public static final PluginKind<MetricProvider> METRIC =
      new PluginKind<>(MetricProvider.class, "metric", "metrics");

  public static final PluginKind<AblationProvider> ABLATION =
      new PluginKind<>(AblationProvider.class, "ablation", "ablations");

  public static final PluginKind<TaskProvider> TASK =
      new PluginKind<>(TaskProvider.class, "task", "tasks");

  public static final PluginKind<KnownCircuit> KNOWN_CIRCUIT =
      new PluginKind<>(KnownCircuit.class, "known circuit", "known circuits");

  public static final PluginKind<ModelSource> MODEL_SOURCE =
      new PluginKind<>(ModelSource.class, "model source", "model sources");

  public static final PluginKind<Architecture> ARCHITECTURE =
      new PluginKind<>(Architecture.class, "architecture", "architectures");

  public static final PluginKind<ExporterProvider> EXPORTER =
      new PluginKind<>(ExporterProvider.class, "exporter", "exporters");

  public static final PluginKind<ResultsExporterProvider> RESULTS_EXPORTER =
      new PluginKind<>(
          ResultsExporterProvider.class, "exporter of comparisons", "exporters of comparisons");

  /** Every kind, in the order of a run. */
  public static final List<PluginKind<?>> ALL =
      List.of(
          STRATEGY,
          METRIC,
          ABLATION,
          TASK,
          KNOWN_CIRCUIT,
          MODEL_SOURCE,
          ARCHITECTURE,
          EXPORTER,
          RESULTS_EXPORTER);
}
