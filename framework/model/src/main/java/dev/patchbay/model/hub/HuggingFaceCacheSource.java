package dev.patchbay.model.hub;

import com.google.auto.service.AutoService;
import dev.patchbay.model.folder.ModelFolder;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelSource;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.PluginDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Models as they are stored in the user's Hugging Face cache, by {@code org/name} or {@code
 * org/name@revision}; nothing is fetched. Called {@code hub-cache} so that it is asked after the
 * embedded models and the folders: sources are asked in the order of their names.
 */
@AutoService(ModelSource.class)
public final class HuggingFaceCacheSource implements ModelSource {

  private final HubCache cache;

  public HuggingFaceCacheSource() {
    this(HubCache.of(Environment.ofProcess()));
  }

  HuggingFaceCacheSource(HubCache cache) {
    this.cache = cache;
  }

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "hub-cache", "A model in your Hugging Face cache: org/name[@revision].", "none", "none");
  }

  @Override
  public Optional<Checkpoint> open(String reference) {
    return ModelId.of(reference).flatMap(this::open);
  }

  @Override
  public List<String> names() {
    return cache.names();
  }

  /** The model, if the cache has anything of it. */
  Optional<Checkpoint> open(ModelId id) {
    CachedRepository repository = cache.repository(id);
    Optional<Path> snapshot = repository.snapshot(id.revision());
    if (snapshot.isEmpty() && Files.isDirectory(repository.folder())) {
      throw absent(id, repository);
    }
    return snapshot.map(folder -> read(folder, id, repository));
  }

  private static Checkpoint read(Path snapshot, ModelId id, CachedRepository repository) {
    Optional<Path> lost = repository.lost(snapshot);
    if (lost.isPresent()) {
      throw PatchbayException.failed(
          "%s: %s is a link to a file that is gone.".formatted(id, lost.get()), fetches(id));
    }
    return ModelFolder.read(snapshot, id.toString());
  }

  private static PatchbayException absent(ModelId id, CachedRepository repository) {
    List<String> revisions = repository.revisions();
    Optional<String> dangling = repository.dangling(id.revision());
    if (dangling.isPresent()) {
      return PatchbayException.failed(
          "%s: the Hugging Face cache has lost it: %s.".formatted(id, dangling.get()), fetches(id));
    }
    return PatchbayException.failed(
        "%s: the Hugging Face cache has no revision '%s' of this model (%s)."
            .formatted(id.repository(), id.revision(), repository.folder()),
        "It has: %s. %s"
            .formatted(revisions.isEmpty() ? "none" : String.join(", ", revisions), fetches(id)));
  }

  private static String fetches(ModelId id) {
    return "--model hf:%s fetches it.".formatted(id);
  }
}
