package dev.patchbay.core.lookup;

import dev.patchbay.catalog.Chosen;
import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.task.TaskProvider;
import jakarta.inject.Inject;
import java.util.Optional;

/** Tasks by name. */
public final class Tasks {

  private final PluginCatalog catalog;

  @Inject
  public Tasks(PluginCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The task of this name, with the circuits that were published for it.
   *
   * @param words its name with options
   * @throws dev.patchbay.spi.plugin.PatchbayException if there is none, or it refuses its options
   */
  public TaskWithTruth named(String words, long seed) {
    Chosen<TaskProvider> chosen = catalog.choose(PluginKind.TASK, words).seeded(seed);
    return new TaskWithTruth(
        chosen.name(),
        chosen.provider().create(chosen.options()),
        catalog.all(PluginKind.KNOWN_CIRCUIT).values().stream()
            .filter(known -> known.task().equals(chosen.name()))
            .toList());
  }

  /**
   * The true circuit of a task in a model, where the task or a publication knows one.
   *
   * @param words a name with options, as for {@code --task}
   */
  public Optional<Circuit> truth(String words, ModelCard model) {
    ModelInfo info = new ModelInfo(model.name(), "", model.spec());
    return named(words, 0).truth(info, model.graph());
  }
}
