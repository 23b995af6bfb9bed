package dev.patchbay.spi.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.jgrapht.alg.shortestpath.AllDirectedPaths;
import org.jgrapht.traverse.BreadthFirstIterator;
import org.jgrapht.traverse.TopologicalOrderIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JGraphT's algorithms on graphs and circuits. */
class JGraphTTest {

  private static final ComputationGraph INDUCTION =
      ComputationGraph.of(GraphShape.attentionOnly(2, 2));

  private static final ComputationGraph GROUPED =
      ComputationGraph.of(new GraphShape(2, 4, 2, false, false));

  static List<Graph<Node, Edge>> graphs() {
    List<Graph<Node, Edge>> graphs = new ArrayList<>();
    for (GraphShape shape : Shapes.small()) {
      ComputationGraph graph = ComputationGraph.of(shape);
      graphs.add(graph);
      graphs.add(Shapes.randomCircuit(graph, .3, 1));
      graphs.add(Shapes.randomCircuit(graph, .3, 2).pruned());
    }
    return graphs;
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void topologicalOrder_anyGraph_putsSourcesFirst(Graph<Node, Edge> graph) {
    List<Node> order = new ArrayList<>();
    new TopologicalOrderIterator<>(graph).forEachRemaining(order::add);
    assertThat(order).containsExactlyInAnyOrderElementsOf(graph.vertexSet());
    for (Edge edge : graph.edgeSet()) {
      assertThat(order.indexOf(edge.source())).isLessThan(order.indexOf(edge.target()));
    }
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void nodes_inOrderOfTheGraph_areATopologicalOrder(Graph<Node, Edge> graph) {
    List<Node> order = new ArrayList<>(graph.vertexSet());
    for (Edge edge : graph.edgeSet()) {
      assertThat(order.indexOf(edge.source())).isLessThan(order.indexOf(edge.target()));
    }
  }

  @Test
  void connectivity_wholeGraph_isOneComponent() {
    assertThat(new ConnectivityInspector<>(ComputationGraph.of(Shapes.GPT2_SMALL)).isConnected())
        .isTrue();
  }

  @Test
  void connectivity_emptyCircuit_isInputAndLogitsApart() {
    Circuit empty = Circuit.empty(ComputationGraph.of(GraphShape.sequential(2, 4)));
    assertThat(new ConnectivityInspector<>(empty).connectedSets())
        .containsExactlyInAnyOrder(Set.of(Node.INPUT), Set.of(Node.LOGITS));
  }

  @Test
  void connectivity_circuitOfTwoParts_tellsThemApart() {
    Circuit circuit = Circuit.ofNames(INDUCTION, List.of("input->a0.h0<v>", "a0.h1->a1.h0<q>"));
    ConnectivityInspector<Node, Edge> inspector = new ConnectivityInspector<>(circuit);
    assertThat(inspector.pathExists(Node.INPUT, Node.head(0, 0))).isTrue();
    assertThat(inspector.pathExists(Node.INPUT, Node.head(1, 0))).isFalse();
    assertThat(inspector.connectedSets()).hasSize(3);
  }

  static Stream<Graph<Node, Edge>> graphsWithoutDeadEnds() {
    return graphs().stream()
        .map(graph -> graph instanceof Circuit circuit ? circuit.pruned() : graph)
        .filter(graph -> graph.inDegreeOf(Node.LOGITS) > 0);
  }

  @ParameterizedTest
  @MethodSource("graphsWithoutDeadEnds")
  void reachability_fromTheInput_isEveryNode(Graph<Node, Edge> graph) {
    Set<Node> reached = new HashSet<>();
    new BreadthFirstIterator<>(graph, Node.INPUT).forEachRemaining(reached::add);
    assertThat(reached).isEqualTo(graph.vertexSet());
  }

  @Test
  void allPaths_inductionCircuit_areItsFour() {
    Circuit circuit =
        Circuit.ofNames(
            INDUCTION,
            List.of(
                "input->a0.h1<v>",
                "a0.h1->a1.h0<k>",
                "input->a1.h0<q>",
                "input->a1.h0<v>",
                "a1.h0->logits",
                "input->logits"));
    assertThat(paths(circuit))
        .containsExactlyInAnyOrder(
            "input->logits",
            "input->a1.h0<q> a1.h0->logits",
            "input->a1.h0<v> a1.h0->logits",
            "input->a0.h1<v> a0.h1->a1.h0<k> a1.h0->logits");
  }

  @Test
  void allPaths_groupedCircuit_leadThroughTheWires() {
    Circuit circuit =
        Circuit.ofNames(
            GROUPED,
            List.of(
                "input->a0.kv1<v>",
                "a0.h3->a1.kv0<k>",
                "a0.h0->a1.h1<q>",
                "a1.h1->logits",
                "a1.h2->logits"));
    assertThat(paths(circuit))
        .containsExactly(
            "input->a0.kv1<v> a0.kv1->a0.h3 a0.h3->a1.kv0<k> a1.kv0->a1.h1 a1.h1->logits");
  }

  @Test
  void vertexSet_groupedCircuit_hasFedGroupsAndTheirHeads() {
    Circuit circuit = Circuit.ofNames(GROUPED, List.of("input->a0.kv1<v>"));
    assertThat(circuit.vertexSet())
        .extracting(Node::name)
        .containsExactly("input", "a0.kv1", "a0.h2", "a0.h3", "logits");
  }

  @Test
  void edgeSet_groupedCircuit_hasTheWiresOfFedGroupsAlone() {
    Circuit circuit = Circuit.ofNames(GROUPED, List.of("input->a0.kv1<v>"));
    assertThat(circuit.edgeSet())
        .extracting(Edge::name)
        .containsExactly("a0.kv1->a0.h2", "a0.kv1->a0.h3", "input->a0.kv1<v>");
    assertThat(circuit.containsEdge(Edge.parse("a0.kv0->a0.h0"))).isFalse();
  }

  private static List<String> paths(Graph<Node, Edge> graph) {
    return new AllDirectedPaths<>(graph)
        .getAllPaths(Node.INPUT, Node.LOGITS, true, null).stream()
            .map(GraphPath::getEdgeList)
            .map(edges -> String.join(" ", edges.stream().map(Edge::name).toList()))
            .toList();
  }
}
