package dev.patchbay.export.results;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a {@code results.json}. */
final class ResultsFile {

  private static final String FORMAT = "patchbay-results";
  private static final Number VERSION = 1;

  private ResultsFile() {}

  /**
   * Its content: objects as maps in the file's order, arrays as lists, numbers as {@code Integer},
   * {@code Long} or {@code Double}.
   *
   * @throws PatchbayException if it is not JSON, not a comparison's, or of another version
   */
  static Tree read(Path file) throws IOException {
    Object root;
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      json.nextToken();
      root = value(json);
    } catch (JacksonException e) {
      throw refused(file, "it is not JSON (line %s)".formatted(line(e)));
    }
    Tree results = Tree.of(root);
    if (!FORMAT.equals(results.text("format"))) {
      throw refused(file, "it does not say \"format\": \"" + FORMAT + "\"");
    }
    if (!VERSION.equals(results.field("version").value())) {
      throw refused(
          file, "its version is %s, and this program reads 1".formatted(results.text("version")));
    }
    return results;
  }

  private static PatchbayException refused(Path file, String why) {
    return PatchbayException.usage(
        "'%s' cannot be read as the results of a comparison: %s.".formatted(file, why),
        "'patchbay compare' writes results.json into its --out folder.");
  }

  private static int line(JacksonException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
  }

  private static @Nullable Object value(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == null) {
      return null;
    }
    return switch (token) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> array(json);
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> json.getNumberValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser json) throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      object.put(name, value(json));
    }
    return object;
  }

  private static List<@Nullable Object> array(JsonParser json) throws IOException {
    List<@Nullable Object> array = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(json));
    }
    return array;
  }
}
