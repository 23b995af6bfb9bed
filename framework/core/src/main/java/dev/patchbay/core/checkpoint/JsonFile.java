package dev.patchbay.core.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a JSON file that holds an object; every way in which that can fail has its sentence. */
final class JsonFile {

  static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // Python writes Infinity and NaN; whoever needs the number looks whether it is one.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private JsonFile() {}

  /**
   * The object in a file.
   *
   * @param longest how many bytes such a file can sensibly have
   */
  static JsonNode object(Path path, long longest) {
    JsonNode root;
    try {
      if (Files.size(path) > longest) {
        throw PatchbayException.failed(
            "%s: the file has %s bytes.".formatted(path, Files.size(path)),
            "Such a file has at most %s bytes: is it the right one?".formatted(longest));
      }
      LfsPointer.refuse(path);
      root = JSON.readTree(Files.readAllBytes(path));
    } catch (JsonProcessingException e) {
      throw PatchbayException.failed(
          "%s: the file is no valid JSON (%s).".formatted(path, place(e)),
          "Correct it, or copy it again.",
          e);
    } catch (IOException e) {
      throw PatchbayException.failed(
          "%s: the file cannot be read (%s).".formatted(path, e.getMessage()),
          "Check that it exists and that you may read it.",
          e);
    }
    if (!root.isObject()) {
      throw PatchbayException.failed(
          "%s: the file holds no JSON object.".formatted(path), "It must begin with '{'.");
    }
    return root;
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? reason(e)
        : "line %s: %s".formatted(e.getLocation().getLineNr(), reason(e));
  }

  /** What is wrong, without the parser's advice to programmers and its names of its own parts. */
  static String reason(JsonProcessingException e) {
    return e.getOriginalMessage()
        .lines()
        .findFirst()
        .orElse("")
        .replaceAll("^Trailing token.*", "Something follows the end of the object")
        .replaceAll(", from `[^`]*`", "")
        .replaceAll("(:| \\() ?(was expecting|expected|enable|only|start marker|bound as).*", "");
  }
}
