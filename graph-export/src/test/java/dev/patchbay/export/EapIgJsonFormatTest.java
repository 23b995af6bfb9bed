package dev.patchbay.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.report.CircuitReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EapIgJsonFormatTest {

  private static final CircuitReport REPORT = Reports.partlyScored(GraphShape.sequential(2, 3));

  @Test
  void write_anyReport_hasEapIgsKeysAndOurTwo() throws IOException {
    assertThat(names(written(REPORT)))
        .containsExactly("cfg", "nodes", "edges", "sign", "not_scored");
  }

  @Test
  void write_parallelModel_saysSoInItsConfiguration() throws IOException {
    JsonNode file = written(Reports.partlyScored(new GraphShape(2, 3, 3, true, true)));
    assertThat(file.get("cfg"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"n_layers": 2, "n_heads": 3, "parallel_attn_mlp": true, "d_model": 768}
                    """));
  }

  @Test
  void write_everyEdge_comesInOrderOfOrdinals() throws IOException {
    assertThat(names(written(REPORT).get("edges")))
        .isEqualTo(Circuit.full(REPORT.graph()).edgeNames());
  }

  @Test
  void write_anyReport_readsBackToTheSameCircuit() throws IOException {
    JsonNode edges = written(REPORT).get("edges");
    List<String> kept =
        names(edges).stream()
            .filter(edge -> edges.get(edge).get("in_graph").booleanValue())
            .toList();
    assertThat(Circuit.ofNames(REPORT.graph(), kept)).isEqualTo(REPORT.circuit());
  }

  @Test
  void write_anyReport_readsBackToTheSameScores() throws IOException {
    JsonNode file = written(REPORT);
    ComputationGraph graph = REPORT.graph();
    double[] scores = new double[graph.edgeCount()];
    BitSet unscored = new BitSet();
    for (int ordinal = 0; ordinal < scores.length; ordinal++) {
      scores[ordinal] =
          file.get("edges").get(graph.edge(ordinal).name()).get("score").doubleValue();
    }
    Circuit.ofNames(graph, texts(file.get("not_scored"))).ordinals().forEach(unscored::set);
    assertThat(EdgeScores.of(graph, scores, unscored)).isEqualTo(REPORT.scores());
  }

  @Test
  void write_unscoredEdge_isZeroAmongTheEdges() throws IOException {
    JsonNode file = written(REPORT);
    String unscored = texts(file.get("not_scored")).get(0);
    assertThat(file.get("edges").get(unscored).get("score").doubleValue()).isZero();
  }

  @Test
  void write_anyReport_saysThatScoresAreOfTheLoss() throws IOException {
    assertThat(written(REPORT).get("sign").textValue()).isEqualTo("loss");
  }

  @Test
  void write_induction_marksTheNodesThatItsCircuitTouches() throws IOException {
    JsonNode nodes = written(Reports.induction()).get("nodes");
    assertThat(names(nodes))
        .isEqualTo(Reports.induction().graph().nodes().stream().map(Node::name).toList());
    assertThat(names(nodes).stream().filter(n -> nodes.get(n).get("in_graph").booleanValue()))
        .containsExactly("input", "a0.h1", "a0.h3", "a1.h1", "logits");
  }

  @Test
  void write_anyReport_hasALineForEachEdge() {
    String text = new String(Reports.bytes(new EapIgJsonFormat(), REPORT), UTF_8);
    assertThat(text.lines().filter(line -> line.contains("\"score\":")))
        .hasSize(REPORT.graph().edgeCount());
  }

  private static JsonNode written(CircuitReport report) throws IOException {
    return new ObjectMapper().readTree(Reports.bytes(new EapIgJsonFormat(), report));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> texts(JsonNode array) {
    return Stream.iterate(0, i -> i < array.size(), i -> i + 1)
        .map(i -> array.get(i).textValue())
        .toList();
  }
}
