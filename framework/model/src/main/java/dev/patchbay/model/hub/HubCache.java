package dev.patchbay.model.hub;

import dev.patchbay.model.folder.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder where Hugging Face's programs keep a folder for each model. */
public record HubCache(Path root) {

  private static final Path IN_CACHES = Path.of("huggingface", "hub");

  /**
   * Where the user has it: {@code HF_HUB_CACHE}, else {@code HF_HOME/hub}, else {@code
   * XDG_CACHE_HOME/huggingface/hub}, else {@code ~/.cache/huggingface/hub}.
   */
  public static HubCache of(Environment environment) {
    return new HubCache(
        folder(environment, "HF_HUB_CACHE")
            .or(() -> folder(environment, "HF_HOME").map(home -> home.resolve("hub")))
            .or(() -> folder(environment, "XDG_CACHE_HOME").map(cache -> cache.resolve(IN_CACHES)))
            .orElseGet(() -> environment.home().resolve(".cache").resolve(IN_CACHES)));
  }

  /** The models that are here with their configuration, by name, at {@code main}. */
  public List<String> names() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .map(folder -> ModelId.ofFolder(String.valueOf(folder.getFileName())))
          .flatMap(Optional::stream)
          .filter(this::holds)
          .map(ModelId::repository)
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of(); // A listing of what can be opened: nothing can.
    }
  }

  CachedRepository repository(ModelId id) {
    return new CachedRepository(root.resolve(id.folder()));
  }

  private boolean holds(ModelId id) {
    return repository(id)
        .snapshot(id.revision())
        .filter(snapshot -> Files.isRegularFile(snapshot.resolve(ModelFolder.CONFIG)))
        .isPresent();
  }

  private static Optional<Path> folder(Environment environment, String variable) {
    return environment
        .get(variable)
        .map(
            value ->
                value.equals("~") || value.startsWith("~/")
                    ? environment.home().resolve(value.substring(value.equals("~") ? 1 : 2))
                    : Path.of(value));
  }
}
