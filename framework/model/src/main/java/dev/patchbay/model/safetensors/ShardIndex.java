package dev.patchbay.model.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.model.file.JsonFile;
import dev.patchbay.spi.plugin.PatchbayException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A {@code model.safetensors.index.json}: which file beside it holds which tensor. */
public record ShardIndex(String origin, Map<String, String> fileOf) {

  /** A model of a thousand layers has some 2 MB. */
  private static final long LONGEST_INDEX = 64L << 20;

  /**
   * Reads an index; the files that it names need not be there yet.
   *
   * @throws PatchbayException if it is damaged, or names a file that is not in its own folder
   */
  public static ShardIndex read(Path path) {
    JsonNode map = JsonFile.object(path, LONGEST_INDEX).path("weight_map");
    if (!map.isObject() || map.isEmpty()) {
      throw PatchbayException.failed(
          "%s: there is no weight_map.".formatted(path),
          "An index says for each tensor which file holds it: copy or download it again.");
    }
    Map<String, String> fileOf = new LinkedHashMap<>();
    map.properties()
        .forEach(line -> fileOf.put(line.getKey(), file(path, line.getKey(), line.getValue())));
    return new ShardIndex(path.toString(), Collections.unmodifiableMap(fileOf));
  }

  /** The names of the files, each once. */
  public Set<String> files() {
    return new TreeSet<>(fileOf.values());
  }

  private static String file(Path path, String tensor, JsonNode value) {
    // A name such as '../x' or 'C:x' would reach out of the model's folder.
    if (!value.isTextual() || !value.textValue().matches("[\\w-][\\w. -]*")) {
      throw PatchbayException.failed(
          "%s: tensor '%s' is in %s, which is not the name of a file in this folder."
              .formatted(path, tensor, value),
          "The index is damaged or hostile: copy or download it from where you trust it.");
    }
    return value.textValue();
  }
}
