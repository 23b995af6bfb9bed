package dev.patchbay.model.hub;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelSource;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.util.Optional;

/**
 * Models from the Hugging Face hub, fetched only when that is asked for in so many words: {@code
 * hf:org/name} or {@code hf:org/name@revision}. They go into the user's Hugging Face cache, in its
 * layout, where other programs and {@link HuggingFaceCacheSource} find them. With {@code
 * HF_HUB_OFFLINE=1} nothing is fetched, and the cache has to have it.
 */
@AutoService(ModelSource.class)
public final class HubSource implements FetchingSource {

  private static final String PREFIX = "hf:";

  private final Environment environment;
  private final Patience patience;

  public HubSource() {
    this(Environment.ofProcess(), Patience.ofClock());
  }

  HubSource(Environment environment, Patience patience) {
    this.environment = environment;
    this.patience = patience;
  }

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "hub",
        "Fetches a model from the Hugging Face hub: hf:org/name[@revision].",
        "none",
        "none");
  }

  @Override
  public Optional<Checkpoint> open(String reference, Progress progress) {
    if (!reference.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String name = reference.substring(PREFIX.length());
    ModelId id =
        ModelId.of(name)
            .orElseThrow(
                () ->
                    PatchbayException.usage(
                        "'%s%s' names no model on the hub.".formatted(PREFIX, name),
                        "Names look like hf:org/name or hf:org/name@revision."));
    HubCache cache = HubCache.of(environment);
    HuggingFaceCacheSource cached = new HuggingFaceCacheSource(cache);
    if (environment.isOn("HF_HUB_OFFLINE")) {
      Optional<Checkpoint> there = cached.open(id);
      if (there.isEmpty()) {
        throw PatchbayException.failed(
            "%s: it is not in the Hugging Face cache (%s), and HF_HUB_OFFLINE forbids to fetch it."
                .formatted(id, cache.root()),
            "Unset HF_HUB_OFFLINE, or copy the model and give its folder.");
      }
      return there;
    }
    fetch(id, cache, progress);
    return cached.open(id);
  }

  private void fetch(ModelId id, HubCache cache, Progress progress) {
    HubConnection hub = HubConnection.of(environment, patience);
    try (RepositoryLock lock = RepositoryLock.of(cache, id, patience, progress)) {
      new ModelFetch(hub, id, cache.repository(id), progress).run();
    } catch (IOException e) {
      throw PatchbayException.failed(
          "%s: the Hugging Face cache %s cannot be written (%s)."
              .formatted(id, cache.root(), e.getMessage()),
          "Check its permissions, or name another cache with HF_HUB_CACHE.",
          e);
    }
  }
}
