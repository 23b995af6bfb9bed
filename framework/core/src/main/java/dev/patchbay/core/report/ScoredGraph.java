package dev.patchbay.core.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a file of scores says about the graph, collected part by part. */
final class ScoredGraph {

  /** No model has more layers or heads; products of larger numbers overflow. */
  private static final int MOST = 10_000;

  private static final Set<String> SIZES = Set.of("n_layers", "n_heads");

  private final Path file;
  private final Map<String, Double> sizes = new HashMap<>();
  private boolean parallel;
  private boolean mlps;
  private long named;
  private final Set<String> nodes = new HashSet<>();
  private final Set<String> absent = new HashSet<>();

  ScoredGraph(Path file) {
    this.file = file;
  }

  /** Reads {@code cfg}. */
  void configure(JsonParser json) throws IOException {
    requireObject(file, json, "cfg");
    Set<String> seen = new HashSet<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      if (!seen.add(key)) {
        throw wrong(file, "has '%s' twice in 'cfg'.".formatted(key), "Which one counts?");
      }
      JsonToken value = json.nextToken();
      if (key.equals("parallel_attn_mlp")) {
        parallel = parallel(json);
      } else if (SIZES.contains(key) && value == JsonToken.VALUE_NUMBER_INT) {
        sizes.put(key, json.getDoubleValue());
      } else {
        json.skipChildren();
      }
    }
  }

  /** What EAP-IG takes for true and false there: Python's 0, 1 and None among them. */
  private boolean parallel(JsonParser json) throws IOException {
    return switch (json.getText()) {
      case "true", "1" -> true;
      case "false", "0", "null" -> false;
      default ->
          throw wrong(
              file,
              "has a 'parallel_attn_mlp' in 'cfg' that is neither true nor false: %s."
                  .formatted(json.getText()),
              "It says whether a layer's MLP reads beside its heads.");
    };
  }

  /** Reads {@code nodes}. */
  void nodes(JsonParser json) throws IOException {
    requireObject(file, json, "nodes");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String node = json.currentName();
      if (!nodes.add(node)) {
        throw wrong(file, "names the node '%s' twice.".formatted(node), "Which one counts?");
      }
      mlps |= node.equals("m0");
      Optional<Boolean> inGraph = Optional.empty();
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          inGraph = inGraph(file, json, node, inGraph);
        }
      } else {
        json.skipChildren();
      }
      if (inGraph.equals(Optional.of(false))) {
        absent.add(node);
      }
    }
  }

  /** The nodes that are not in the circuit, whatever is said of their edges. */
  Set<String> absent() {
    return absent;
  }

  /**
   * Whether a thing is in the circuit: what was known where the parser's key says something else.
   */
  static Optional<Boolean> inGraph(
      Path file, JsonParser json, String thing, Optional<Boolean> known) throws IOException {
    boolean wanted = json.currentName().equals("in_graph");
    JsonToken value = json.nextToken();
    if (!wanted || value == JsonToken.VALUE_NULL) {
      json.skipChildren();
      return known;
    }
    if (known.isPresent()) {
      throw wrong(file, "says 'in_graph' of '%s' twice.".formatted(thing), "Which one counts?");
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
      named++;
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
      ComputationGraph graph =
          ComputationGraph.of(new GraphShape(layers, heads, heads, mlps, parallel));
      if (graph.edgeCount() / 2 > named) {
        throw wrong(
            file,
            "has %s edges, but 'cfg' is of a graph of %s: %s layers of %s heads."
                .formatted(named, graph.edgeCount(), layers, heads),
            "Look at 'n_layers' and 'n_heads'.");
      }
      graph.nodes().forEach(node -> nodes.remove(node.name()));
      if (!nodes.isEmpty()) {
        throw wrong(
            file,
            "has the node '%s', which a graph of %s layers of %s heads does not have."
                .formatted(Collections.min(nodes), layers, heads),
            "'cfg' and 'nodes' contradict each other.");
      }
      return graph;
    } catch (IllegalArgumentException e) {
      throw PatchbayException.failed(
          "%s: 'cfg' has %s layers of %s heads, of which no graph can be made."
              .formatted(file, layers, heads),
          "Look at 'n_layers' and 'n_heads'.",
          e);
    }
  }

  private int size(String key) {
    Double size = sizes.get(key);
    if (size == null || size > MOST) {
      throw wrong(
          file,
          "has no whole number '%s' up to %s in 'cfg'.".formatted(key, MOST),
          "The layout is EAP-IG's: {\"cfg\": {\"n_layers\": 12, \"n_heads\": 12, ...}, ...}.");
    }
    return size.intValue();
  }

  /** Refuses what is not an object. */
  static void requireObject(Path file, JsonParser json, String what) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw wrong(
          file,
          "is not of EAP-IG's layout: %s is not an object.".formatted(what),
          "An edge is written as \"a0.h0->m0\": {\"score\": 0.5, \"in_graph\": true}.");
    }
  }

  static PatchbayException wrong(Path file, String problem, String advice) {
    return PatchbayException.failed(file + " " + problem, advice);
  }
}
