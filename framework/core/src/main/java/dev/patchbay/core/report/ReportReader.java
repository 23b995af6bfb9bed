package dev.patchbay.core.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.model.file.JsonReason;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.CircuitReport;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads one {@code report.json}. The edges, which may be a million, stream by; what is around them
 * is kept as a tree.
 */
final class ReportReader {

  /** Bytes of an edge, name, score and all: fewer than {@code ["input->m0",0,true]} has. */
  private static final int SHORTEST_EDGE = 16;

  private final Path file;
  private final ObjectNode head = JsonLayout.MAPPER.createObjectNode();
  private final EvidenceReader evidence = new EvidenceReader();
  private @Nullable EdgeScores scores;
  private @Nullable Circuit circuit;

  ReportReader(Path file) {
    this.file = file;
  }

  CircuitReport read() {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        JsonParser json = JsonLayout.MAPPER.createParser(in)) {
      return read(json);
    } catch (NoSuchFileException e) {
      throw PatchbayException.failed(
          "There is no file '%s'.".formatted(file), "Give a report.json that a run has written.");
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
      throw damaged(JsonReason.of(e) + line, e);
    } catch (IOException e) {
      throw PatchbayException.failed(
          "'%s' cannot be read: %s.".formatted(file, e.getMessage()),
          "Give a report.json that a run has written.",
          e);
    } catch (Fields.Wrong | IllegalArgumentException e) {
      throw damaged(String.valueOf(e.getMessage()), e);
    }
  }

  private CircuitReport read(JsonParser json) throws IOException {
    expect(json.nextToken() == JsonToken.START_OBJECT, "there is no JSON object in", "the file");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("edges")) {
        edges(json);
      } else if (!evidence.read(name, json)) {
        JsonNode value = json.readValueAsTree();
        head.set(name, value);
        if (name.equals("schema")) {
          schema(value.asText());
        }
      }
    }
    if (scores == null || circuit == null) {
      throw new Fields.Wrong("'edges' is missing");
    }
    Fields fields = new Fields(head, "");
    schema(fields.text("schema"));
    return ReportFields.read(fields, scores, circuit, evidence.evidence());
  }

  private void schema(String schema) {
    if (!schema.equals(ReportJson.SCHEMA)) {
      throw PatchbayException.failed(
          "'%s' is of the kind '%s', and this version reads '%s'."
              .formatted(file, schema, ReportJson.SCHEMA),
          "Read it with the version of Patchbay that wrote it.");
    }
  }

  private void edges(JsonParser json) throws IOException {
    ComputationGraph graph =
        ComputationGraph.of(ReportFields.shape(new Fields(head, "").object("graph")));
    expect(
        graph.edgeCount() <= Files.size(file) / SHORTEST_EDGE,
        "%s edges cannot be in so short a file as".formatted(graph.edgeCount()),
        file.toString());
    double[] values = new double[graph.edgeCount()];
    BitSet unscored = new BitSet();
    BitSet kept = new BitSet();
    expect(json.currentToken() == JsonToken.START_ARRAY, "there is no list under", "edges");
    for (int ordinal = 0; ordinal < values.length; ordinal++) {
      String name = graph.edge(ordinal).name();
      expect(json.nextToken() == JsonToken.START_ARRAY, "the list of edges ends before", name);
      expect(name.equals(json.nextTextValue()), "another edge is in the place of", name);
      if (json.nextToken() == JsonToken.VALUE_NULL) {
        unscored.set(ordinal);
      } else {
        expect(json.currentToken().isNumeric(), "a number is expected as the score of", name);
        values[ordinal] = json.getDoubleValue();
      }
      JsonToken inCircuit = json.nextToken();
      expect(inCircuit.isBoolean(), "true or false is expected after the score of", name);
      kept.set(ordinal, inCircuit == JsonToken.VALUE_TRUE);
      expect(json.nextToken() == JsonToken.END_ARRAY, "there are too many values for", name);
    }
    expect(
        json.nextToken() == JsonToken.END_ARRAY, "more edges than the graph has are in", "edges");
    scores = EdgeScores.of(graph, values, unscored);
    circuit = Circuit.of(graph, kept);
  }

  private static void expect(boolean holds, String problem, String where) {
    if (!holds) {
      throw new Fields.Wrong(problem + " '" + where + "'");
    }
  }

  private PatchbayException damaged(String reason, Exception cause) {
    return PatchbayException.failed(
        "'%s' is not a complete report: %s.".formatted(file, reason),
        "Run again, or take the file from where it was written.",
        cause);
  }
}
