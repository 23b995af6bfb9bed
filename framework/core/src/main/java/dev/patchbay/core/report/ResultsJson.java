package dev.patchbay.core.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.ComparedCell.Point;
import dev.patchbay.spi.report.ComparisonResults;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Results of a comparison as JSON: what the records of the SPI are called, in snake case. Equal
 * results, equal bytes.
 */
public final class ResultsJson {

  static final String FORMAT = "patchbay-results";

  private static final int VERSION = 1;
  private static final String COSTS = "costs";
  private static final String NOTES = "notes";

  /** For whatever consists of the SPI's records: nothing that is left out is taken for 0. */
  public static final JsonMapper MAPPER =
      JsonLayout.MAPPER
          .rebuild()
          .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
          .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .withConfigOverride(
              Point.class,
              point -> point.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.ARRAY)))
          .build();

  private ResultsJson() {}

  /** Everything but what it took, as JSON. */
  public static void write(ComparisonResults results, OutputStream out) throws IOException {
    ObjectNode tree = MAPPER.createObjectNode().put("format", FORMAT).put("version", VERSION);
    tree.setAll((ObjectNode) MAPPER.valueToTree(results));
    tree.remove(COSTS);
    for (JsonNode cell : tree.get("cells")) {
      if (cell.get(NOTES).isEmpty()) {
        ((ObjectNode) cell).remove(NOTES);
      }
    }
    MAPPER
        .writer(
            new DefaultPrettyPrinter(
                    Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(new DefaultIndenter("  ", "\n")))
        .writeValue(out, tree);
    out.write('\n');
  }

  /**
   * Reads a {@code results.json}, and the {@code costs.csv} beside it if there is one.
   *
   * @throws PatchbayException if it is not JSON, not a comparison's, or of another version
   */
  public static ComparisonResults read(Path file) {
    try {
      ObjectNode tree = tree(file);
      Path costs = file.resolveSibling("costs.csv");
      tree.put(COSTS, Files.isRegularFile(costs) ? Files.readString(costs) : null);
      for (JsonNode cell : tree.path("cells")) {
        if (cell instanceof ObjectNode object && !object.has(NOTES)) {
          object.putArray(NOTES);
        }
      }
      return MAPPER.treeToValue(tree, ComparisonResults.class);
    } catch (JsonMappingException e) {
      throw refused(file, "'%s' is not as it is written there".formatted(path(e.getPath())));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw refused(file, "it is not JSON (line %s)".formatted(line));
    } catch (IOException e) {
      throw refused(file, e.toString());
    }
  }

  private static ObjectNode tree(Path file) throws IOException {
    JsonNode root = MAPPER.readTree(file.toFile());
    if (!(root instanceof ObjectNode tree) || !FORMAT.equals(tree.path("format").asText())) {
      throw refused(file, "it does not say \"format\": \"" + FORMAT + "\"");
    }
    if (tree.path("version").asInt() != VERSION) {
      throw refused(
          file,
          "its version is %s, and this program reads %s"
              .formatted(tree.path("version").asText(), VERSION));
    }
    return tree;
  }

  /** Where something is wrong, as {@code cells[0].figures}. */
  private static String path(List<JsonMappingException.Reference> path) {
    return path.stream()
        .map(at -> at.getFieldName() == null ? "[" + at.getIndex() + "]" : "." + at.getFieldName())
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }

  private static PatchbayException refused(Path file, String why) {
    return PatchbayException.usage(
        "'%s' cannot be read as the results of a comparison: %s.".formatted(file, why),
        "'patchbay compare' writes results.json into its --out folder.");
  }
}
