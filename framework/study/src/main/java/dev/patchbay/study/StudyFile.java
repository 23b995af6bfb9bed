package dev.patchbay.study;

import dev.patchbay.spi.plugin.PatchbayException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A study as somebody wrote it down. The keys are explained in {@code examples/studies/README.md},
 * and a JSON Schema for editors is beside it.
 *
 * @param path the file
 * @param study what it asks
 * @param lines the line of each named thing, by key and place in the list: {@code strategies[0]},
 *     {@code estimates[1]}
 */
public record StudyFile(Path path, Study study, Map<String, Integer> lines) {

  public StudyFile {
    lines = Map.copyOf(lines);
  }

  /**
   * Reads a study from YAML 1.2. Whether models, tasks and plug-ins of these names exist is not
   * looked at here.
   *
   * @throws PatchbayException if the file cannot be read or is not a study; it names the line
   */
  public static StudyFile read(Path path) {
    StudyKeys keys = new StudyKeys(YamlText.read(path));
    return new StudyFile(path, keys.study(), keys.lines());
  }

  /**
   * Where a named thing is, to begin a message with: {@code eap-paper.yaml, line 7}.
   *
   * @param key a key that holds a list, such as {@code models} or {@code strategies}
   * @param index its place in that list
   */
  public String place(String key, int index) {
    Integer line = lines.get(key + "[" + index + "]");
    return line == null ? path.toString() : "%s, line %s".formatted(path, line);
  }
}
