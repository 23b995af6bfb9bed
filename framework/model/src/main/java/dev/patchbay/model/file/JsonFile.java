package dev.patchbay.model.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a JSON file that holds an object, or several; each way to fail has its own message. */
public final class JsonFile {

  public static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // Python writes Infinity and NaN; code that needs the number checks it.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private JsonFile() {}

  /**
   * The object in a file.
   *
   * @param longest how many bytes such a file can sensibly have
   */
  public static JsonNode object(Path path, long longest) {
    return read(path, longest, bytes -> List.of(JSON.readTree(bytes))).get(0);
  }

  /**
   * The objects that a file holds one after the other, as JSON Lines does, or in one list: at least
   * one.
   *
   * @param longest how many bytes such a file can sensibly have
   */
  public static List<JsonNode> objects(Path path, long longest) {
    return read(path, longest, JsonFile::values);
  }

  private static List<JsonNode> values(byte[] bytes) throws IOException {
    ObjectReader reader = JSON.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    List<JsonNode> values = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(bytes)) {
      while (parser.nextToken() != null) {
        values.add(reader.readTree(parser));
      }
    }
    if (values.size() == 1 && values.get(0).isArray()) {
      JsonNode list = values.remove(0);
      list.forEach(values::add);
    }
    return values;
  }

  private interface Reading {
    List<JsonNode> of(byte[] bytes) throws IOException;
  }

  private static List<JsonNode> read(Path path, long longest, Reading reading) {
    List<JsonNode> values;
    try {
      LfsPointer.refuse(path, longest);
      values = reading.of(Files.readAllBytes(path));
    } catch (JsonProcessingException e) {
      throw PatchbayException.failed(
          "%s: the file is not valid JSON (%s).".formatted(path, place(e)),
          "Correct it, or copy it again.",
          e);
    } catch (IOException e) {
      throw PatchbayException.failed(
          "%s: the file cannot be read (%s).".formatted(path, e.getMessage()),
          "Check that it exists and that you may read it.",
          e);
    }
    if (values.isEmpty() || !values.stream().allMatch(JsonNode::isObject)) {
      throw PatchbayException.failed(
          "%s: the file holds no JSON object.".formatted(path), "It must begin with '{'.");
    }
    return values;
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? JsonReason.of(e)
        : "line %s: %s".formatted(e.getLocation().getLineNr(), JsonReason.of(e));
  }
}
