package dev.patchbay.core.discovery;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.model.weights.WeightLoader;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.run.Progress;
import java.util.List;
import java.util.Optional;

/**
 * A model as its configuration describes it; no weight has been read.
 *
 * @param name what reports call it
 * @param architecture who reads it
 * @param spec how it is built
 * @param tied whether its unembedding is its embedding, seen the other way round
 */
public record ModelCard(String name, String architecture, ModelSpec spec, boolean tied) {

  /**
   * Looks at a model.
   *
   * @param reference a name that a model source knows, or a folder
   * @throws dev.patchbay.spi.plugin.PatchbayException if there is no such model, or no architecture
   *     reads it
   */
  public static ModelCard of(String reference, PluginCatalog catalog) {
    ModelFinder finder = new ModelFinder(catalog);
    try (Checkpoint checkpoint = finder.open(reference, Progress.SILENT)) {
      Architecture architecture = finder.architecture(checkpoint.config());
      String name = architecture.descriptor().name();
      ModelSpec spec = architecture.spec(checkpoint.config());
      boolean tied = WeightLoader.tiesUnembedding(checkpoint, architecture);
      return new ModelCard(checkpoint.name(), name, spec, tied);
    }
  }

  /**
   * The true circuit of a task in this model, where the task or a publication knows one.
   *
   * @param task a name with options, as for {@code --task}
   */
  public Optional<Circuit> truth(String task, PluginCatalog catalog) {
    return TaskWithTruth.of(task, 0, catalog).truth(new ModelInfo(name, "", spec), graph());
  }

  /** The models that model sources know by name, in order. */
  public static List<String> names(PluginCatalog catalog) {
    return catalog.all(PluginKind.MODEL_SOURCE).values().stream()
        .flatMap(source -> source.names().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** The graph with key and value inputs for each query head. */
  public ComputationGraph graph() {
    return ComputationGraph.of(spec.graphShape());
  }

  /** The graph in which heads that share keys and values share those inputs too. */
  public ComputationGraph groupedGraph() {
    return ComputationGraph.of(spec.groupedGraphShape());
  }
}
