package dev.patchbay.core.discovery;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.model.hub.FetchingSource;
import dev.patchbay.model.hub.ModelId;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSource;
import dev.patchbay.spi.plugin.NearMiss;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import java.util.List;
import java.util.Optional;

/** Asks the model sources for a model, and the architectures who can read it. */
final class ModelFinder {

  private final PluginCatalog catalog;

  ModelFinder(PluginCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The checkpoint that the first source, by name, knows under this reference. The caller closes
   * it.
   *
   * @param progress hears of a model that is fetched first
   * @throws PatchbayException if no source knows it
   */
  Checkpoint open(String reference, Progress progress) {
    for (ModelSource source : catalog.all(PluginKind.MODEL_SOURCE).values()) {
      Optional<Checkpoint> checkpoint =
          source instanceof FetchingSource fetching
              ? fetching.open(reference, progress)
              : source.open(reference);
      if (checkpoint.isPresent()) {
        return checkpoint.get();
      }
    }
    List<String> names =
        catalog.all(PluginKind.MODEL_SOURCE).values().stream()
            .flatMap(source -> source.names().stream())
            .sorted()
            .toList();
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
