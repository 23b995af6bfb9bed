package dev.patchbay.core.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.patchbay.model.file.JsonReason;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.plugin.NearMiss;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.CircuitReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads edge scores, and the circuit that a file brings beside them, from a {@code report.json} or
 * in the layout of EAP-IG and MIB: {@code cfg}, {@code nodes} and {@code edges} with a {@code
 * score} each and perhaps {@code in_graph}, and our keys {@code sign} and {@code not_scored}. The
 * graph is what {@code cfg} says; whether there are MLPs, {@code nodes} (or the edges) show.
 * Streams, twice: the tree is never held.
 */
public final class ScoreFile {

  /** Of what the scores are changes. */
  public enum Sign {
    /** Of the loss: positive where the edge supports the behaviour. */
    LOSS,
    /** Of a metric that is better when higher: the mirror image. */
    METRIC
  }

  /**
   * What a file holds.
   *
   * @param scores as changes of the loss
   * @param circuit the edges that are in the graph, as are their ends; nothing where the file does
   *     not say of any edge
   */
  public record Contents(EdgeScores scores, Optional<Circuit> circuit) {

    /**
     * Whether somebody chose the circuit: peers mark every edge, or none, before they choose any.
     */
    public boolean bringsCircuit() {
      return circuit.filter(c -> c.size() > 0 && c.size() < scores.graph().edgeCount()).isPresent();
    }
  }

  /** Names of edges come once each: keeping them for the next time costs more than all the rest. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private static final List<String> KEYS = List.of("cfg", "nodes", "edges", "sign", "not_scored");

  private static final String KINDS =
      "Give the scores.json or the report.json of a run, or a graph that EAP-IG or MIB has written as"
          + " JSON.";

  private final Path file;
  private final List<String> unread = new ArrayList<>();
  private Optional<Sign> sign = Optional.empty();

  private ScoreFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @param sign of what they are changes; nothing if the file says so itself
   * @param notes is told which keys of the file mean nothing here
   * @throws PatchbayException if the file is not of that layout, leaves an edge out or names one
   *     that its graph lacks, or nobody says what the scores are changes of
   */
  public static Contents read(Path file, Optional<Sign> sign, Consumer<String> notes) {
    if (!Files.isRegularFile(file)) {
      throw PatchbayException.usage("There is no file of scores '%s'.".formatted(file), KINDS);
    }
    ScoreFile read = new ScoreFile(file);
    if (read.isReport()) {
      CircuitReport report = ReportJson.read(file);
      read.sign = Optional.of(Sign.LOSS);
      read.agreed(sign);
      return new Contents(report.scores(), Optional.of(report.circuit()));
    }
    ScoredGraph graph = new ScoredGraph(file);
    read.walk(
        (key, json) -> {
          switch (key) {
            case "cfg" -> graph.configure(json);
            case "nodes" -> graph.nodes(json);
            case "edges" -> graph.edges(json);
            case "sign" -> read.sign = Optional.of(read.sign(json.getValueAsString("")));
            default -> read.skip(key, json);
          }
        });
    if (!read.unread.isEmpty()) {
      notes.accept("%s: not read: '%s'".formatted(file, String.join("', '", read.unread)));
    }
    // Once more, now that every edge has its number: names of a million edges are never held.
    ScoredEdges edges = new ScoredEdges(file, graph.graph(), graph.absent());
    read.walk(
        (key, json) -> {
          switch (key) {
            case "edges" -> edges.scores(json);
            case "not_scored" -> edges.unscored(json);
            default -> json.skipChildren();
          }
        });
    return new Contents(edges.scores(read.agreed(sign) == Sign.METRIC ? -1 : 1), edges.circuit());
  }

  private boolean isReport() {
    try (JsonParser json = JSON.createParser(file.toFile())) {
      return json.nextToken() == JsonToken.START_OBJECT && "schema".equals(json.nextFieldName());
    } catch (IOException e) {
      return false; // reading it says why
    }
  }

  /** Reads the value of one of the file's keys, or skips it. */
  private interface Part {
    void read(String key, JsonParser json) throws IOException;
  }

  private void walk(Part part) {
    try (JsonParser json = JSON.createParser(file.toFile())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw PatchbayException.failed(
            "%s is not an object of scores.".formatted(file),
            "Its layout is that of EAP-IG: {\"cfg\": ..., \"nodes\": ..., \"edges\": ...}.");
      }
      Set<String> seen = new HashSet<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        if (!seen.add(key)) {
          throw ScoredGraph.wrong(file, "has '%s' twice.".formatted(key), "Which one counts?");
        }
        json.nextToken();
        part.read(key, json);
      }
      if (json.nextToken() != null) {
        throw ScoredGraph.wrong(
            file,
            "does not end with its scores: something follows.",
            "One object makes a file; cut off what comes after it.");
      }
    } catch (JsonProcessingException e) {
      throw unreadable(JsonReason.of(e), e);
    } catch (IOException e) {
      throw unreadable(String.valueOf(e.getMessage()), e);
    }
  }

  private PatchbayException unreadable(String reason, IOException e) {
    return PatchbayException.failed(
        "%s cannot be read as JSON: %s".formatted(file, reason),
        "Is the file complete? " + KINDS,
        e);
  }

  /**
   * Of keys that are not ours: others may have more, but not one that is ours except for a slip.
   */
  private void skip(String key, JsonParser json) throws IOException {
    if (!KEYS.contains(key)) {
      String near = NearMiss.sentence(key.toLowerCase(Locale.ROOT), KEYS);
      if (!near.isEmpty()) {
        throw ScoredGraph.wrong(
            file,
            "has the unknown key '%s'.%s".formatted(key, near),
            "Known: %s.".formatted(String.join(", ", KEYS)));
      }
      unread.add(key);
    }
    json.skipChildren();
  }

  private Sign sign(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "loss" -> Sign.LOSS;
      case "metric" -> Sign.METRIC;
      default ->
          throw PatchbayException.failed(
              "%s: 'sign' is '%s'.".formatted(file, word), "It is loss or metric.");
    };
  }

  private Sign agreed(Optional<Sign> asked) {
    if (sign.isPresent() && asked.isPresent() && !sign.equals(asked)) {
      throw PatchbayException.usage(
          "%s says that its scores are changes of the %s, --scores-sign that they are of the %s."
              .formatted(file, Options.word(sign.get()), Options.word(asked.get())),
          "Omit --scores-sign: the file says it.");
    }
    return sign.or(() -> asked)
        .orElseThrow(
            () ->
                PatchbayException.usage(
                    "%s does not say of what its scores are changes.".formatted(file),
                    "Add --scores-sign loss (positive supports the behaviour) or --scores-sign"
                        + " metric (its mirror image)."));
  }
}
