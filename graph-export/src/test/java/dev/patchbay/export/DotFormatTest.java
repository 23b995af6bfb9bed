package dev.patchbay.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.report.CircuitReport;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jgrapht.graph.DirectedPseudograph;
import org.jgrapht.nio.dot.DOTImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DotFormatTest {

  static List<GraphShape> shapes() {
    return List.of(
        GraphShape.sequential(2, 4),
        GraphShape.attentionOnly(2, 3),
        new GraphShape(2, 4, 4, true, true),
        new GraphShape(2, 4, 2, true, false));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void write_circuit_importsToTheSameEdges(GraphShape shape) {
    CircuitReport report = Reports.partlyScored(shape);
    assertThat(imported(written(report)).keySet())
        .containsExactlyInAnyOrderElementsOf(report.circuit().edgeSet());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void write_everyEdge_importsToTheSameEdges(GraphShape shape) {
    CircuitReport report = Reports.partlyScored(shape);
    String dot = new String(Reports.bytes(new DotFormat(), report, Map.of("edges", "all")), UTF_8);
    assertThat(imported(dot).keySet())
        .containsExactlyInAnyOrderElementsOf(report.graph().edgeSet());
  }

  @Test
  void write_induction_putsHeadsOfALayerInOneRow() {
    assertThat(written(Reports.induction()).replace("\n", " "))
        .containsPattern("\\{ +rank=same;[^{}]*\"a0\\.h1\"; \"a0\\.h3\"; +\\}");
  }

  @Test
  void write_mlp_standsInARowAboveItsHeads() {
    CircuitReport report = Reports.partlyScored(GraphShape.sequential(1, 2));
    assertThat(written(report))
        .contains("\"row input 0\" -> \"row head 0\" -> \"row mlp 0\" -> \"row logits 0\"");
  }

  @Test
  void write_ports_differInColourAndArrowHead() {
    Map<Edge, Map<String, String>> edges = imported(written(Reports.induction()));
    List<String> looks = new ArrayList<>();
    for (String name : List.of("<q>", "<k>", "<v>")) {
      Map<String, String> look = attributes(edges, "input->a0.h3" + name);
      looks.add(look.get("color"));
      looks.add(look.get("arrowhead"));
    }
    assertThat(looks).doesNotHaveDuplicates();
  }

  @Test
  void write_negativeScore_isDashed() {
    Map<Edge, Map<String, String>> edges = imported(written(Reports.induction()));
    assertThat(attributes(edges, "input->logits")).containsEntry("style", "dashed");
    assertThat(attributes(edges, "a1.h1->logits")).doesNotContainKey("style");
  }

  @Test
  void write_scores_drawWidths() {
    Map<Edge, Map<String, String>> edges = imported(written(Reports.induction()));
    // Thickest at the largest |score|, 4.1; in between, .7 + 3 |score| / largest.
    assertThat(attributes(edges, "a1.h1->logits")).containsEntry("penwidth", "3.70");
    assertThat(attributes(edges, "input->logits")).containsEntry("penwidth", "1.36");
  }

  @Test
  void write_unscoredEdge_hasTheDefaultWidthAndSaysSo() {
    CircuitReport report = Reports.partlyScored(GraphShape.sequential(1, 1));
    assertThat(attributes(imported(written(report)), "input->a0.h0<q>"))
        .containsEntry("penwidth", "1.20")
        .containsEntry("tooltip", "input->a0.h0<q>: not scored");
  }

  @Test
  void write_scoredEdge_tellsItsScore() {
    assertThat(attributes(imported(written(Reports.induction())), "a1.h1->logits"))
        .containsEntry("tooltip", "a1.h1->logits: 4.1");
  }

  @Test
  void write_everyScoreZero_hasDefaultWidths() {
    ComputationGraph graph = ComputationGraph.of(GraphShape.sequential(1, 1));
    EdgeScores zeros = EdgeScores.of(graph, new double[graph.edgeCount()]);
    CircuitReport report = Reports.of(zeros, Circuit.full(graph));
    assertThat(imported(written(report)).values())
        .allSatisfy(look -> assertThat(look).containsEntry("penwidth", "1.20"));
  }

  @Test
  void write_noEdgeScored_isDrawn() {
    ComputationGraph graph = ComputationGraph.of(GraphShape.sequential(1, 1));
    BitSet all = new BitSet();
    all.set(0, graph.edgeCount());
    EdgeScores none = EdgeScores.of(graph, new double[graph.edgeCount()], all);
    assertThat(imported(written(Reports.of(none, Circuit.full(graph))))).hasSize(8);
  }

  @Test
  void write_emptyCircuit_drawsInputAndLogits() {
    String dot = written(Nasty.report("m", "t"));
    assertThat(imported(dot)).isEmpty();
    assertThat(dot).contains("\"input\";").contains("\"logits\";");
  }

  @Test
  void write_title_tellsWhatWasFound() {
    assertThat(written(Reports.induction()))
        .contains("<B>induction</B> on <B>gpt2-tiny</B>")
        .contains("10 of 81 edges kept")
        .contains("faithfulness 0.948");
  }

  @Test
  void write_nastyNames_areEscapedInTheTitle() {
    String dot = written(Nasty.report("</script> \"a\" & \\b", "two\nlines\u0000"));
    assertThat(dot)
        .contains("<B>&lt;/script&gt; &quot;a&quot; &amp; \\b</B>")
        .contains("<B>two<BR/>lines\ufffd</B>");
    assertThat(imported(dot)).isEmpty();
  }

  private static String written(CircuitReport report) {
    return new String(Reports.bytes(new DotFormat(), report), UTF_8);
  }

  private static Map<String, String> attributes(Map<Edge, Map<String, String>> edges, String name) {
    return edges.getOrDefault(Edge.parse(name), Map.of());
  }

  /** The attributes of each edge that has an id, as JGraphT reads them. */
  private static Map<Edge, Map<String, String>> imported(String dot) {
    DirectedPseudograph<String, Object> graph =
        new DirectedPseudograph<>(() -> "", Object::new, false);
    Map<Object, Map<String, String>> attributes = new HashMap<>();
    DOTImporter<String, Object> importer = new DOTImporter<>();
    importer.setVertexFactory(id -> id);
    importer.addEdgeAttributeConsumer(
        (edge, value) ->
            attributes
                .computeIfAbsent(edge.getFirst(), any -> new HashMap<>())
                .put(edge.getSecond(), value.getValue()));
    importer.importGraph(graph, new StringReader(dot));
    Map<Edge, Map<String, String>> edges = new HashMap<>();
    attributes.forEach(
        (edge, look) -> {
          if (look.containsKey("id")) {
            Edge named = Edge.parse(look.getOrDefault("id", ""));
            assertThat(graph.getEdgeSource(edge)).isEqualTo(named.source().name());
            assertThat(graph.getEdgeTarget(edge)).isEqualTo(named.target().name());
            edges.put(named, look);
          }
        });
    return edges;
  }
}
