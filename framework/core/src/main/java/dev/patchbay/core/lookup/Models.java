package dev.patchbay.core.lookup;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.engine.tensor.TensorEngine;
import dev.patchbay.model.hub.FetchingSource;
import dev.patchbay.model.hub.ModelId;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSource;
import dev.patchbay.spi.plugin.NearMiss;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Models by name: asks the model sources for one, and the architectures which of them reads it. */
public final class Models {

  private final PluginCatalog catalog;

  @Inject
  public Models(PluginCatalog catalog) {
    this.catalog = catalog;
  }

  /** The models that model sources know by name, in order. */
  public List<String> names() {
    return catalog.all(PluginKind.MODEL_SOURCE).values().stream()
        .flatMap(source -> source.names().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** The task that suits a model, where its source knows one. */
  public Optional<String> task(String reference) {
    return catalog.all(PluginKind.MODEL_SOURCE).values().stream()
        .flatMap(source -> source.task(reference).stream())
        .findFirst();
  }

  /**
   * Looks at a model.
   *
   * @param reference a name that a model source knows, or a folder
   * @throws PatchbayException if there is no such model, or no architecture reads it
   */
  public ModelCard card(String reference) {
    try (OpenModel model = open(reference, Progress.SILENT)) {
      String architecture = model.architecture().descriptor().name();
      return new ModelCard(model.name(), architecture, model.spec(), model.tied());
    }
  }

  /**
   * Opens a model that an architecture reads. The caller closes it.
   *
   * @param progress hears of a model that is fetched first, and can stop what is read of it
   * @throws PatchbayException if there is no such model, or no architecture reads it
   */
  public OpenModel open(String reference, Progress progress) {
    Checkpoint checkpoint = checkpoint(reference, progress);
    try {
      Architecture architecture = architecture(checkpoint.config());
      return new OpenModel(checkpoint, architecture, architecture.spec(checkpoint.config()));
    } catch (RuntimeException e) {
      checkpoint.close();
      throw e;
    }
  }

  /**
   * The checkpoint that the first source, by name, knows under this reference. The caller closes
   * it.
   *
   * @param progress as for {@link #open}
   * @throws PatchbayException if no source knows it
   */
  Checkpoint checkpoint(String reference, Progress progress) {
    TensorEngine.stayOffline();
    for (ModelSource source : catalog.all(PluginKind.MODEL_SOURCE).values()) {
      Optional<Checkpoint> checkpoint =
          source instanceof FetchingSource fetching
              ? fetching.open(reference, progress)
              : source.open(reference);
      if (checkpoint.isPresent()) {
        return new StoppableCheckpoint(checkpoint.get(), progress);
      }
    }
    List<String> names = names();
    boolean hub = reference.indexOf('/') > 0 && ModelId.of(reference).isPresent();
    throw PatchbayException.usage(
        "'%s' is not a model: it is neither a folder with a config.json nor a known name%s.%s"
            .formatted(
                reference,
                hub ? ", nor is it in the Hugging Face cache" : "",
                NearMiss.sentence(reference, names)),
        "--model hf:%s fetches %s from the Hugging Face hub. Models by name: %s. %s"
            .formatted(
                hub ? reference : "org/name",
                hub ? "it" : "a model (hf:openai-community/gpt2, say)",
                names.isEmpty() ? "none" : String.join(", ", names),
                catalog.listing(PluginKind.MODEL_SOURCE)));
  }

  /**
   * The first architecture, by name, that reads this configuration.
   *
   * @throws PatchbayException if none does
   */
  Architecture architecture(CheckpointConfig config) {
    return catalog.all(PluginKind.ARCHITECTURE).values().stream()
        .filter(architecture -> architecture.reads(config))
        .findFirst()
        .orElseThrow(() -> unsupported(config));
  }

  private PatchbayException unsupported(CheckpointConfig config) {
    String supported = String.join(", ", catalog.all(PluginKind.ARCHITECTURE).keySet());
    return PatchbayException.failed(
        "%s: no architecture reads a model of the type '%s'."
            .formatted(config.origin(), config.text("model_type", "none given")),
        "Architectures: %s.".formatted(supported.isEmpty() ? "none" : supported));
  }
}
