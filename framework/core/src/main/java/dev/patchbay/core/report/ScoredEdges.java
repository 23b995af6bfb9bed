package dev.patchbay.core.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;

/** The scores of a file whose graph is known, each put in its edge's place. */
final class ScoredEdges {

  private final Path file;
  private final ComputationGraph graph;
  private final double[] values;
  private final BitSet scored;
  private final BitSet unscored;
  private final BitSet circuit = new BitSet();
  private final Set<String> absent;
  private boolean saysCircuit;

  /**
   * @param absent nodes that are not in the circuit, and neither are their edges
   */
  ScoredEdges(Path file, ComputationGraph graph, Set<String> absent) {
    this.absent = absent;
    this.file = file;
    this.graph = graph;
    this.values = new double[graph.edgeCount()];
    this.scored = new BitSet(values.length);
    this.unscored = new BitSet();
  }

  /** Reads {@code edges}. */
  void scores(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String edge = json.currentName();
      json.nextToken();
      int ordinal = ordinal(edge);
      double score = score(json, edge, ordinal);
      if (ordinal < 0) {
        throw wrong(
            "has a score for '%s', which a graph of %s does not have."
                .formatted(edge, words(graph.shape())),
            "'cfg' and 'edges' contradict each other.");
      }
      if (scored.get(ordinal)) {
        throw wrong("names the edge '%s' twice.".formatted(edge), "Which score counts?");
      }
      scored.set(ordinal);
      values[ordinal] = score;
    }
  }

  private double score(JsonParser json, String edge, int ordinal) throws IOException {
    Optional<Double> score = Optional.empty();
    Optional<Boolean> inGraph = Optional.empty();
    ScoredGraph.requireObject(file, json, "the edge " + edge);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      if (json.currentName().equals("score")) {
        if (score.isPresent()) {
          throw wrong("has two scores for the edge '%s'.".formatted(edge), "Which one counts?");
        }
        if (json.nextToken().isNumeric()) {
          score = Optional.of(json.getDoubleValue());
        } else {
          json.skipChildren();
        }
      } else {
        inGraph = ScoredGraph.inGraph(file, json, edge, inGraph);
      }
    }
    inGraph.ifPresent(in -> mark(ordinal, in));
    return score
        .filter(Double::isFinite)
        .orElseThrow(
            () ->
                wrong(
                    "has no finite score for the edge '%s'.".formatted(edge),
                    "Every edge has a number as its 'score'; look for NaN in the run that wrote"
                        + " it."));
  }

  private void mark(int ordinal, boolean in) {
    saysCircuit = true;
    if (in && ordinal >= 0) {
      Edge edge = graph.edge(ordinal);
      boolean whole =
          !absent.contains(edge.source().name()) && !absent.contains(edge.target().name());
      circuit.set(ordinal, whole);
    }
  }

  /** The circuit that the file brings; nothing where it says of no edge whether it is in one. */
  Optional<Circuit> circuit() {
    return saysCircuit ? Optional.of(Circuit.of(graph, circuit)) : Optional.empty();
  }

  /** Reads {@code not_scored}. */
  void unscored(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw wrong("has a 'not_scored' that is not a list.", "It is a list of edges' names.");
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      int ordinal = ordinal(json.getText());
      if (json.currentToken() != JsonToken.VALUE_STRING || ordinal < 0) {
        throw wrong(
            "lists %s as 'not_scored', which is not an edge of a graph of %s."
                .formatted(json.getText(), words(graph.shape())),
            "It is a list of edges' names.");
      }
      unscored.set(ordinal);
    }
  }

  /** The ordinal of the edge of this name; -1 where the graph has none. */
  private int ordinal(String name) {
    try {
      return graph.ordinal(Edge.parse(name));
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }

  /**
   * All that was read.
   *
   * @param factor what scores are multiplied with
   */
  EdgeScores scores(double factor) {
    int missing = scored.nextClearBit(0);
    if (missing < values.length) {
      throw wrong(
          "has scores for %s of %s edges: '%s' is missing."
              .formatted(scored.cardinality(), values.length, graph.edge(missing).name()),
          "Every edge of a graph of %s needs one.".formatted(words(graph.shape())));
    }
    return EdgeScores.of(
        graph, Arrays.stream(values).map(value -> factor * value).toArray(), unscored);
  }

  private static String words(GraphShape shape) {
    return "%s layers of %s heads%s%s"
        .formatted(
            shape.nLayers(),
            shape.nHeads(),
            shape.mlps() ? " with MLPs" : "",
            shape.parallel() ? " beside them" : "");
  }

  private PatchbayException wrong(String problem, String advice) {
    return ScoredGraph.wrong(file, problem, advice);
  }
}
