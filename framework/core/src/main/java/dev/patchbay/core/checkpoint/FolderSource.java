package dev.patchbay.core.checkpoint;

import com.fasterxml.jackson.core.type.TypeReference;
import com.google.auto.service.AutoService;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSource;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.PluginDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Folders as Hugging Face's {@code save_pretrained} writes them: {@code config.json} beside {@code
 * model.safetensors}. A reference is a folder if one of that name exists, or if it looks like a
 * path: it contains a slash or begins with a dot or a tilde.
 */
@AutoService(ModelSource.class)
public final class FolderSource implements ModelSource {

  private static final String WEIGHTS = "model.safetensors";

  /** A configuration has a few kB. */
  private static final long LONGEST_CONFIG = 16L << 20;

  private static final List<String> PICKLES = List.of(".bin", ".pt", ".pth", ".ckpt");

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "folder", "A folder with config.json and model.safetensors.", "none", "none");
  }

  @Override
  public Optional<Checkpoint> open(String reference) {
    Path folder;
    try {
      folder = Path.of(withHome(reference));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
    boolean path =
        reference.indexOf('/') >= 0 || reference.matches("[.~].*") || folder.isAbsolute();
    if (reference.isEmpty() || (!path && !Files.isDirectory(folder))) {
      return Optional.empty();
    }
    if (!Files.isDirectory(folder)) {
      throw PatchbayException.failed(
          Files.exists(folder)
              ? "%s: this is a file, not a folder.".formatted(folder)
              : "%s: there is no such folder.".formatted(folder),
          "Give the folder that holds config.json and %s.".formatted(WEIGHTS));
    }
    return Optional.of(read(folder));
  }

  private static Checkpoint read(Path folder) {
    Path config = folder.resolve("config.json");
    if (!Files.isRegularFile(config)) {
      throw PatchbayException.failed(
          "%s: there is no config.json in this folder.".formatted(folder),
          "A model is a folder with config.json and %s.".formatted(WEIGHTS));
    }
    Map<String, @Nullable Object> fields =
        JsonFile.JSON.convertValue(
            JsonFile.object(config, LONGEST_CONFIG),
            new TypeReference<LinkedHashMap<String, @Nullable Object>>() {});
    if (!Files.isRegularFile(folder.resolve(WEIGHTS))) {
      throw noWeights(folder);
    }
    Path name = folder.toAbsolutePath().normalize().getFileName();
    CheckpointConfig read = new CheckpointConfig(config.toString(), fields);
    return new FolderCheckpoint(
        name == null ? folder.toString() : name.toString(),
        read,
        Safetensors.open(folder.resolve(WEIGHTS)),
        LazyTokenizer.in(folder, read));
  }

  private static PatchbayException noWeights(Path folder) {
    if (Files.exists(folder.resolve(WEIGHTS + ".index.json"))) {
      return PatchbayException.failed(
          "%s: the weights lie in several files (%s.index.json), which are not read yet."
              .formatted(folder, WEIGHTS),
          "Save the model in one file: save_pretrained(folder, max_shard_size='100GB').");
    }
    try (Stream<Path> files = Files.list(folder)) {
      Optional<String> pickle =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> PICKLES.stream().anyMatch(name::endsWith))
              .sorted()
              .findFirst();
      if (pickle.isPresent()) {
        return PatchbayException.failed(
            "%s: the weights are a pickle (%s), which can run any program when it is opened."
                .formatted(folder, pickle.get()),
            "Patchbay reads safetensors only: save the model again with safe_serialization=True.");
      }
    } catch (IOException e) {
      return PatchbayException.failed(
          "%s: the folder cannot be listed (%s).".formatted(folder, e.getMessage()),
          "Check its permissions.",
          e);
    }
    return PatchbayException.failed(
        "%s: there is no %s in this folder.".formatted(folder, WEIGHTS),
        "A model is a folder with config.json and %s.".formatted(WEIGHTS));
  }

  private static String withHome(String reference) {
    return reference.equals("~") || reference.startsWith("~/")
        ? System.getProperty("user.home") + reference.substring(1)
        : reference;
  }
}
