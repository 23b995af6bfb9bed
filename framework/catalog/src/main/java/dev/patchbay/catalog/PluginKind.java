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

/**
 * A kind of plug-in. Names are unique within a kind: a task and a model may share theirs.
 *
 * @param type the interface that its providers implement
 * @param word what one is called in messages
 * @param plural what several are called
 */
public record PluginKind<P extends Plugin>(Class<P> type, String word, String plural) {

  /** Ways to find a circuit. */
  public static final PluginKind<StrategyProvider> STRATEGY =
      new PluginKind<>(StrategyProvider.class, "strategy", "strategies");

  /** Ways to say how well a run does. */
  public static final PluginKind<MetricProvider> METRIC =
      new PluginKind<>(MetricProvider.class, "metric", "metrics");

  /** What stands in where an edge is absent. */
  public static final PluginKind<AblationProvider> ABLATION =
      new PluginKind<>(AblationProvider.class, "ablation", "ablations");

  /** What a model is asked to do. */
  public static final PluginKind<TaskProvider> TASK =
      new PluginKind<>(TaskProvider.class, "task", "tasks");

  /** Circuits that were published for a model. */
  public static final PluginKind<KnownCircuit> KNOWN_CIRCUIT =
      new PluginKind<>(KnownCircuit.class, "known circuit", "known circuits");

  /** Places where models come from. */
  public static final PluginKind<ModelSource> MODEL_SOURCE =
      new PluginKind<>(ModelSource.class, "model source", "model sources");

  /** Families of checkpoints. */
  public static final PluginKind<Architecture> ARCHITECTURE =
      new PluginKind<>(Architecture.class, "architecture", "architectures");

  /** File formats of a report. */
  public static final PluginKind<ExporterProvider> EXPORTER =
      new PluginKind<>(ExporterProvider.class, "exporter", "exporters");

  /** File formats of a comparison's results. */
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
