package dev.patchbay.model.folder;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelSource;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.PluginDescriptor;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Folders as Hugging Face's {@code save_pretrained} writes them: {@link ModelFolder}. A reference
 * is a folder if one of that name exists, or if it looks like a path: it contains a slash or begins
 * with a dot or a tilde. What could as well be a model's name on the hub, {@code org/name}, is left
 * to other sources where no such folder exists.
 */
@AutoService(ModelSource.class)
public final class FolderSource implements ModelSource {

  private static final Pattern HUB_NAME = Pattern.compile("hf:.*|\\w[\\w.-]*/[\\w.-]+(@.+)?");

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
    if (reference.isEmpty() || (!Files.isDirectory(folder) && !isPath(reference, folder))) {
      return Optional.empty();
    }
    if (!Files.isDirectory(folder)) {
      throw PatchbayException.failed(
          Files.exists(folder)
              ? "%s: this is a file, not a folder.".formatted(folder)
              : "%s: there is no such folder.".formatted(folder),
          "Give the folder that holds config.json and %s.".formatted(ModelFolder.WEIGHTS));
    }
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return Optional.of(
        ModelFolder.read(folder, name == null ? folder.toString() : name.toString()));
  }

  private static boolean isPath(String reference, Path folder) {
    boolean slash = reference.indexOf('/') >= 0;
    return folder.isAbsolute()
        || reference.matches("[.~].*")
        || (slash && (Files.exists(folder) || !HUB_NAME.matcher(reference).matches()));
  }

  private static String withHome(String reference) {
    return reference.equals("~") || reference.startsWith("~/")
        ? System.getProperty("user.home") + reference.substring(1)
        : reference;
  }
}
