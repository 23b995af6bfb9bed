package dev.patchbay.core.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a file of scores says about the graph, collected part by part. */
final class ScoredGraph {

  /** No model has more layers or heads; products of larger numbers overflow. */
  private static final int MOST = 10_000;

  private final Path file;
  private final Map<String, Integer> sizes = new HashMap<>();
  private boolean parallel;
  private boolean mlps;
  private final Set<String> absent = new HashSet<>();

  ScoredGraph(Path file) {
    this.file = file;
  }

  /** Reads {@code cfg}. */
  void configure(JsonParser json) throws IOException {
    requireObject(file, json, "cfg");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.VALUE_NUMBER_INT) {
        sizes.put(key, json.getIntValue());
      } else if (key.equals("parallel_attn_mlp")) {
        parallel = json.getBooleanValue();
      } else {
        json.skipChildren();
      }
    }
  }

  /** Reads {@code nodes}. */
  void nodes(JsonParser json) throws IOException {
    requireObject(file, json, "nodes");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String node = json.currentName();
      mlps |= node.equals("m0");
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          if (inGraph(file, json, node).equals(Optional.of(false))) {
            absent.add(node);
          }
        }
      }
    }
  }

  /** The nodes that are not in the circuit, whatever is said of their edges. */
  Set<String> absent() {
    return absent;
  }

  /** Whether a thing is in the circuit; nothing where the parser's key says something else. */
  static Optional<Boolean> inGraph(Path file, JsonParser json, String thing) throws IOException {
    boolean wanted = json.currentName().equals("in_graph");
    JsonToken value = json.nextToken();
    if (!wanted || value == JsonToken.VALUE_NULL) {
      json.skipChildren();
      return Optional.empty();
    }
    if (!value.isBoolean()) {
      throw wrong(
          file,
          "says %s of 'in_graph' of '%s'.".formatted(json.getText(), thing),
          "It is true or false: whether it is in the circuit.");
    }
    return Optional.of(json.getBooleanValue());
  }

  /** Reads the names in {@code edges}. */
  void edges(JsonParser json) throws IOException {
    requireObject(file, json, "edges");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String edge = json.currentName();
      mlps |= edge.startsWith("m0->") || edge.endsWith("->m0");
      json.nextToken();
      json.skipChildren();
    }
  }

  /** The graph of that shape. */
  ComputationGraph graph() {
    int layers = size("n_layers");
    int heads = size("n_heads");
    try {
      return ComputationGraph.of(new GraphShape(layers, heads, heads, mlps, parallel));
    } catch (IllegalArgumentException e) {
      throw PatchbayException.failed(
          "%s: 'cfg' has %d layers of %d heads, of which no graph can be made."
              .formatted(file, layers, heads),
          "Look at 'n_layers' and 'n_heads'.",
          e);
    }
  }

  private int size(String key) {
    Integer size = sizes.get(key);
    if (size == null || size > MOST) {
      throw wrong(
          file,
          "has no whole number '%s' up to %d in 'cfg'.".formatted(key, MOST),
          "The layout is EAP-IG's: {\"cfg\": {\"n_layers\": 12, \"n_heads\": 12, ...}, ...}.");
    }
    return size;
  }

  /** Refuses what is no object. */
  static void requireObject(Path file, JsonParser json, String what) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw wrong(
          file,
          "is not of EAP-IG's layout: %s is no object.".formatted(what),
          "An edge is written as \"a0.h0->m0\": {\"score\": 0.5, \"in_graph\": true}.");
    }
  }

  static PatchbayException wrong(Path file, String problem, String advice) {
    return PatchbayException.failed(file + " " + problem, advice);
  }
}
