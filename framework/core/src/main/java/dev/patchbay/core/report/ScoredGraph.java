package dev.patchbay.core.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a file says about a graph and its scores, collected part by part. */
final class ScoredGraph {

  /** No model has more layers or heads; products of larger numbers overflow. */
  private static final int MOST = 10_000;

  private final Path file;
  private final Map<String, Integer> sizes = new HashMap<>();
  private final Map<String, Double> scores = new LinkedHashMap<>();
  private final Set<String> unscored = new HashSet<>();
  private boolean parallel;
  private boolean mlps;

  ScoredGraph(Path file) {
    this.file = file;
  }

  /** Reads {@code cfg}. */
  void configure(JsonParser json) throws IOException {
    requireObject(json, "cfg");
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
    requireObject(json, "nodes");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      mlps |= json.currentName().equals("m0");
      json.nextToken();
      json.skipChildren();
    }
  }

  /** Reads {@code edges}. */
  void edges(JsonParser json) throws IOException {
    requireObject(json, "edges");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String edge = json.currentName();
      json.nextToken();
      mlps |= edge.startsWith("m0->") || edge.endsWith("->m0");
      if (scores.put(edge, score(json, edge)) != null) {
        throw wrong("names the edge '%s' twice.".formatted(edge), "Which score counts?");
      }
    }
  }

  private double score(JsonParser json, String edge) throws IOException {
    Optional<Double> score = Optional.empty();
    requireObject(json, "the edge " + edge);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = json.currentName().equals("score");
      JsonToken value = json.nextToken();
      if (wanted && value.isNumeric()) {
        score = Optional.of(json.getDoubleValue());
      } else {
        json.skipChildren();
      }
    }
    return score
        .filter(Double::isFinite)
        .orElseThrow(
            () ->
                wrong(
                    "has no finite score for the edge '%s'.".formatted(edge),
                    "Every edge has a number as its 'score'; look for NaN in the run that wrote"
                        + " it."));
  }

  /** Reads {@code not_scored}. */
  void unscored(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw wrong("has a 'not_scored' that is no list.", "It is a list of edges' names.");
    }
    while (json.nextToken() == JsonToken.VALUE_STRING) {
      unscored.add(json.getText());
    }
  }

  /**
   * All that was read.
   *
   * @param factor what scores are multiplied with
   */
  EdgeScores scores(double factor) {
    ComputationGraph graph = graph();
    requireSameEdges(graph);
    double[] values = new double[graph.edgeCount()];
    BitSet without = new BitSet();
    scores.forEach(
        (name, score) -> {
          int ordinal = graph.ordinal(Edge.parse(name));
          values[ordinal] = factor * score;
          without.set(ordinal, unscored.contains(name));
        });
    return EdgeScores.of(graph, values, without);
  }

  private void requireSameEdges(ComputationGraph graph) {
    for (String name : scores.keySet()) {
      if (!contains(graph, name)) {
        throw wrong(
            "has a score for '%s', which a graph of %s does not have."
                .formatted(name, words(graph.shape())),
            "'cfg' and 'edges' contradict each other.");
      }
    }
    if (scores.size() < graph.edgeCount()) {
      String missing =
          graph.edgeSet().stream()
              .map(Edge::name)
              .filter(name -> !scores.containsKey(name))
              .findFirst()
              .orElseThrow();
      throw wrong(
          "has scores for %d of %d edges: '%s' is missing."
              .formatted(scores.size(), graph.edgeCount(), missing),
          "Every edge of a graph of %s needs one.".formatted(words(graph.shape())));
    }
  }

  private static boolean contains(ComputationGraph graph, String name) {
    try {
      graph.ordinal(Edge.parse(name));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private ComputationGraph graph() {
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
          "has no whole number '%s' up to %d in 'cfg'.".formatted(key, MOST),
          "The layout is EAP-IG's: {\"cfg\": {\"n_layers\": 12, \"n_heads\": 12, ...}, ...}.");
    }
    return size;
  }

  private static String words(GraphShape shape) {
    return "%d layers of %d heads%s%s"
        .formatted(
            shape.nLayers(),
            shape.nHeads(),
            shape.mlps() ? " with MLPs" : "",
            shape.parallel() ? " beside them" : "");
  }

  private void requireObject(JsonParser json, String what) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw wrong(
          "is not of EAP-IG's layout: %s is no object.".formatted(what),
          "An edge is written as \"a0.h0->m0\": {\"score\": 0.5, \"in_graph\": true}.");
    }
  }

  private PatchbayException wrong(String problem, String advice) {
    return PatchbayException.failed(file + " " + problem, advice);
  }
}
