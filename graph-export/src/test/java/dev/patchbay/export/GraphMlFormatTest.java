package dev.patchbay.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.report.CircuitReport;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.jgrapht.graph.DirectedMultigraph;
import org.jgrapht.nio.graphml.GraphMLImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class GraphMlFormatTest {

  static List<GraphShape> shapes() {
    return List.of(
        GraphShape.sequential(2, 4),
        GraphShape.attentionOnly(2, 3),
        new GraphShape(2, 4, 4, true, true),
        new GraphShape(2, 4, 2, true, false));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void write_everyEdge_importsToTheSameCircuit(GraphShape shape) {
    CircuitReport report = Reports.partlyScored(shape);
    Imported imported = imported(Reports.bytes(new GraphMlFormat(), report, all()));
    assertThat(imported.circuit(report.graph())).isEqualTo(report.circuit());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void write_everyEdge_importsToTheSameScores(GraphShape shape) {
    CircuitReport report = Reports.partlyScored(shape);
    Imported imported = imported(Reports.bytes(new GraphMlFormat(), report, all()));
    assertThat(imported.scores(report.graph())).isEqualTo(report.scores());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void write_everyEdge_importsToTheSameGraph(GraphShape shape) {
    CircuitReport report = Reports.partlyScored(shape);
    Imported imported = imported(Reports.bytes(new GraphMlFormat(), report, all()));
    assertThat(imported.edges()).containsExactlyInAnyOrderElementsOf(report.graph().edgeSet());
    assertThat(imported.graph.vertexSet()).isEqualTo(report.graph().vertexSet());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void write_circuitAlone_importsToTheSameCircuit(GraphShape shape) {
    CircuitReport report = Reports.partlyScored(shape);
    Imported imported = imported(Reports.bytes(new GraphMlFormat(), report));
    assertThat(imported.circuit(report.graph())).isEqualTo(report.circuit());
    assertThat(imported.edges()).containsExactlyInAnyOrderElementsOf(report.circuit().edgeSet());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void write_anyShape_isValidGraphMl(GraphShape shape) {
    byte[] bytes = Reports.bytes(new GraphMlFormat(), Reports.partlyScored(shape), all());
    assertThatCode(() -> validate(bytes)).doesNotThrowAnyException();
  }

  @Test
  void write_emptyCircuit_hasInputAndLogits() {
    Imported imported = imported(Reports.bytes(new GraphMlFormat(), Nasty.report("m", "t")));
    assertThat(imported.graph.vertexSet()).containsExactly(Node.INPUT, Node.LOGITS);
  }

  @Test
  void write_headEdge_tellsItsPlace() {
    Imported imported = imported(Reports.bytes(new GraphMlFormat(), Reports.induction()));
    assertThat(imported.attributesOf("a0.h3->a1.h1<k>"))
        .isEqualTo(
            Map.of(
                "name", "a0.h3->a1.h1<k>",
                "kind", "k",
                "qkv", "k",
                "layer", "1",
                "head", "1",
                "score", "4.0",
                "in_circuit", "true"));
  }

  @Test
  void write_logitsEdge_leavesOutWhatDoesNotApply() {
    Imported imported = imported(Reports.bytes(new GraphMlFormat(), Reports.induction()));
    assertThat(imported.attributesOf("a1.h1->logits"))
        .containsOnlyKeys("name", "kind", "score", "in_circuit");
  }

  @Test
  void write_wire_hasNoScore() {
    CircuitReport report = Reports.partlyScored(new GraphShape(1, 4, 2, true, false));
    Imported imported = imported(Reports.bytes(new GraphMlFormat(), report, all()));
    assertThat(imported.attributesOf("a0.kv1->a0.h3"))
        .containsEntry("kind", "wire")
        .doesNotContainKey("score");
  }

  @Test
  void write_parallelEdges_haveIdsOfTheirOwn() throws Exception {
    byte[] bytes =
        Reports.bytes(
            new GraphMlFormat(), Reports.partlyScored(GraphShape.sequential(2, 4)), all());
    List<String> ids = new ArrayList<>();
    var edges = parse(bytes).getElementsByTagName("edge");
    for (int i = 0; i < edges.getLength(); i++) {
      ids.add(((Element) edges.item(i)).getAttribute("id"));
    }
    assertThat(ids).doesNotHaveDuplicates().contains("a0.h3-a1.h1:q", "a0.h3-a1.h1:k", "m0-m1");
  }

  @Test
  void write_nastyNames_readBackUnchanged() throws Exception {
    Document document = parse(Reports.bytes(new GraphMlFormat(), Nasty.report(Nasty.NAME, "t")));
    assertThat(graphAttribute(document, "graph_model")).isEqualTo(Nasty.NAME);
  }

  @Test
  void write_namesThatXmlCannotHold_areReplaced() throws Exception {
    byte[] bytes = Reports.bytes(new GraphMlFormat(), Nasty.report("m", Nasty.IMPOSSIBLE));
    assertThat(graphAttribute(parse(bytes), "graph_task"))
        .isEqualTo("nul\ufffdbell\ufffdhalf\ufffdnon\ufffd");
    assertThatCode(() -> validate(bytes)).doesNotThrowAnyException();
  }

  private static Map<String, String> all() {
    return Map.of("edges", "all");
  }

  private static Document parse(byte[] bytes) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(bytes));
  }

  private static String graphAttribute(Document document, String key) {
    var elements = document.getElementsByTagName("data");
    for (int i = 0; i < elements.getLength(); i++) {
      if (((Element) elements.item(i)).getAttribute("key").equals(key)) {
        return elements.item(i).getTextContent();
      }
    }
    throw new AssertionError("no data " + key);
  }

  /** Against the schema that JGraphT ships; nothing is fetched. */
  private static void validate(byte[] bytes) throws Exception {
    SchemaFactory schemas = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
    schemas.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
    StreamSource[] sources = {schema("xlink.xsd"), schema("graphml.xsd")};
    schemas
        .newSchema(sources)
        .newValidator()
        .validate(new StreamSource(new ByteArrayInputStream(bytes)));
  }

  private static StreamSource schema(String name) {
    return new StreamSource(
        Objects.requireNonNull(GraphMLImporter.class.getClassLoader().getResourceAsStream(name)));
  }

  private static Imported imported(byte[] bytes) {
    Imported imported = new Imported();
    GraphMLImporter<Node, Object> importer = new GraphMLImporter<>();
    importer.setVertexFactory(Node::parse);
    importer.addEdgeAttributeConsumer(
        (edge, value) ->
            imported
                .attributes
                .computeIfAbsent(edge.getFirst(), any -> new HashMap<>())
                .put(edge.getSecond(), value.getValue()));
    importer.importGraph(imported.graph, new ByteArrayInputStream(bytes));
    return imported;
  }

  /** What JGraphT read. */
  private static final class Imported {

    private final DirectedMultigraph<Node, Object> graph =
        new DirectedMultigraph<>(() -> Node.INPUT, Object::new, false);
    private final Map<Object, Map<String, String>> attributes = new HashMap<>();

    private String attribute(Object edge, String name) {
      return attributes.getOrDefault(edge, Map.of()).getOrDefault(name, "");
    }

    /** Each edge by its name; its ends must be those that the name says. */
    private List<Edge> edges() {
      return graph.edgeSet().stream()
          .map(
              edge -> {
                Edge named = Edge.parse(attribute(edge, "name"));
                assertThat(graph.getEdgeSource(edge)).isEqualTo(named.source());
                assertThat(graph.getEdgeTarget(edge)).isEqualTo(named.target());
                return named;
              })
          .toList();
    }

    private Map<String, String> attributesOf(String name) {
      Map<String, String> found = new HashMap<>();
      for (Object edge : graph.edgeSet()) {
        if (attribute(edge, "name").equals(name)) {
          found.putAll(attributes.getOrDefault(edge, Map.of()));
        }
      }
      return found;
    }

    private Circuit circuit(ComputationGraph all) {
      return Circuit.ofNames(
          all,
          graph.edgeSet().stream()
              .filter(edge -> !attribute(edge, "kind").equals("wire"))
              .filter(edge -> attribute(edge, "in_circuit").equals("true"))
              .map(edge -> attribute(edge, "name"))
              .toList());
    }

    private EdgeScores scores(ComputationGraph all) {
      double[] scores = new double[all.edgeCount()];
      BitSet unscored = new BitSet();
      unscored.set(0, scores.length);
      for (Object edge : graph.edgeSet()) {
        String text = attribute(edge, "score");
        OptionalDouble score =
            text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
        if (score.isPresent()) {
          int ordinal = all.ordinal(Edge.parse(attribute(edge, "name")));
          scores[ordinal] = score.getAsDouble();
          unscored.clear(ordinal);
        }
      }
      return EdgeScores.of(all, scores, unscored);
    }
  }
}
