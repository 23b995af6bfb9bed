package dev.patchbay.spi.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jgrapht.Graph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComputationGraphTest {

  static List<GraphShape> shapes() {
    return Shapes.small();
  }

  static Stream<Arguments> counts() {
    return Stream.of(
        Arguments.of(Shapes.GPT2_SMALL, 32_491),
        Arguments.of(GraphShape.attentionOnly(4, 8), 1_281),
        Arguments.of(Shapes.LLAMA_3_8B, 1_592_881),
        Arguments.of(Shapes.LLAMA_3_8B_GROUPED, 805_681));
  }

  @ParameterizedTest
  @MethodSource("counts")
  void edgeCount_knownModel_isTheFields(GraphShape shape, int edges) {
    assertThat(ComputationGraph.of(shape).edgeCount()).isEqualTo(edges);
  }

  @Test
  void senderCount_gpt2Small_is157() {
    assertThat(ComputationGraph.of(Shapes.GPT2_SMALL).senderCount()).isEqualTo(157);
  }

  @Test
  void receiverCount_gpt2Small_is445() {
    assertThat(ComputationGraph.of(Shapes.GPT2_SMALL).receiverCount()).isEqualTo(445);
  }

  static Stream<Arguments> orders() {
    return Stream.of(
        Arguments.of("order-gpt2-tiny.txt", GraphShape.sequential(2, 4)),
        Arguments.of("order-gpt-neox-tiny.txt", new GraphShape(2, 4, 4, true, true)),
        Arguments.of("order-llama-tiny.txt", GraphShape.sequential(2, 4)),
        Arguments.of("order-llama-tiny-grouped.txt", new GraphShape(2, 4, 2, true, false)),
        Arguments.of("order-gemma-tiny-grouped.txt", new GraphShape(2, 4, 1, true, false)));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void edges_inOrderOfOrdinals_areEapIgs(String file, GraphShape shape) {
    assertThat(Circuit.full(ComputationGraph.of(shape)).edgeNames()).isEqualTo(Lines.of(file));
  }

  @Test
  void edges_ofGpt2Small_comeAsEapIgsNestedLoopsMakeThem() {
    List<String> expected = new ArrayList<>();
    List<String> senders = new ArrayList<>(List.of("input"));
    for (int layer = 0; layer < 12; layer++) {
      List<String> heads = new ArrayList<>();
      for (int head = 0; head < 12; head++) {
        heads.add("a" + layer + ".h" + head);
      }
      for (String sender : senders) {
        for (String head : heads) {
          for (String qkv : List.of("<q>", "<k>", "<v>")) {
            expected.add(sender + "->" + head + qkv);
          }
        }
      }
      senders.addAll(heads);
      for (String sender : senders) {
        expected.add(sender + "->m" + layer);
      }
      senders.add("m" + layer);
    }
    senders.forEach(sender -> expected.add(sender + "->logits"));
    assertThat(Circuit.full(ComputationGraph.of(Shapes.GPT2_SMALL)).edgeNames())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void ordinal_ofSenderAndReceiver_comesBack(GraphShape shape) {
    ComputationGraph graph = ComputationGraph.of(shape);
    for (int ordinal = 0; ordinal < graph.edgeCount(); ordinal++) {
      assertThat(graph.ordinal(graph.senderOf(ordinal), graph.receiverOf(ordinal)))
          .isEqualTo(ordinal);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void ordinal_ofEveryPairThatCanRead_isMetOnce(GraphShape shape) {
    ComputationGraph graph = ComputationGraph.of(shape);
    List<Integer> ordinals = new ArrayList<>();
    for (int receiver = 0; receiver < graph.receiverCount(); receiver++) {
      for (int sender = 0; sender < graph.fanIn(receiver); sender++) {
        ordinals.add(graph.ordinal(sender, receiver));
      }
    }
    assertThat(ordinals).doesNotHaveDuplicates().hasSize(graph.edgeCount());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void ordinal_ofEdgeAndOfItsName_comesBack(GraphShape shape) {
    ComputationGraph graph = ComputationGraph.of(shape);
    for (int ordinal = 0; ordinal < graph.edgeCount(); ordinal++) {
      Edge edge = graph.edge(ordinal);
      assertThat(graph.ordinal(edge)).isEqualTo(ordinal);
      assertThat(Edge.parse(edge.name())).isEqualTo(edge);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void sender_ofEveryNumber_comesBack(GraphShape shape) {
    ComputationGraph graph = ComputationGraph.of(shape);
    for (int sender = 0; sender < graph.senderCount(); sender++) {
      assertThat(graph.sender(graph.senderNode(sender))).isEqualTo(sender);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void receiver_ofEveryNumber_comesBack(GraphShape shape) {
    ComputationGraph graph = ComputationGraph.of(shape);
    for (int receiver = 0; receiver < graph.receiverCount(); receiver++) {
      assertThat(graph.receiver(graph.receiverNode(receiver), graph.receiverPort(receiver)))
          .isEqualTo(receiver);
    }
  }

  @Test
  void ordinal_lastOfLlama3_8b_comesBack() {
    ComputationGraph graph = ComputationGraph.of(Shapes.LLAMA_3_8B_GROUPED);
    int last = graph.edgeCount() - 1;
    assertThat(graph.edge(last).name()).isEqualTo("m31->logits");
    assertThat(graph.ordinal(graph.edge(last))).isEqualTo(last);
  }

  @Test
  void receiver_keysOfAGroupedHead_areItsGroups() {
    ComputationGraph graph = ComputationGraph.of(new GraphShape(2, 4, 2, true, false));
    int keys = graph.receiver(Node.head(1, 3), Port.K);
    assertThat(graph.receiverName(keys)).isEqualTo("a1.kv1<k>");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 2, 1})
  void sendersBehind_anInputOfJointHeads_areAllOfTheLayer(int kvReceivers) {
    ComputationGraph graph =
        ComputationGraph.of(new GraphShape(2, 4, kvReceivers, true, false, true, false));
    int keys = graph.receiver(Node.head(1, 3), Port.K);

    assertThat(graph.sendersBehind(keys)).containsExactly(6, 7, 8, 9);
    int first = graph.receiver(Node.head(1, 0), Port.Q);
    assertThat(graph.inputsOf(graph.sender(Node.head(1, 0))))
        .hasSize(4 + 2 * kvReceivers)
        .contains(keys)
        .containsExactly(IntStream.range(first, first + 4 + 2 * kvReceivers).toArray());
    assertThat(graph.inputsOf(graph.sender(Node.mlp(1))))
        .containsExactly(graph.receiver(Node.mlp(1), Port.INPUT));
  }

  static Stream<Arguments> strangers() {
    GraphShape shape = GraphShape.sequential(2, 4);
    Map<String, Consumer<ComputationGraph>> questions =
        Map.of(
            "receiver of a head too many", graph -> graph.receiver(Node.head(0, 4), Port.Q),
            "receiver of the input", graph -> graph.receiver(Node.INPUT, Port.INPUT),
            "query input of an MLP", graph -> graph.receiver(Node.mlp(0), Port.Q),
            "sender of the logits", graph -> graph.sender(Node.LOGITS),
            "sender of a layer too many", graph -> graph.sender(Node.mlp(2)),
            "edges into a head too many", graph -> graph.incomingEdgesOf(Node.head(0, 4)),
            "edges from a head too many", graph -> graph.outgoingEdgesOf(Node.head(0, 4)),
            "edge backwards", graph -> graph.ordinal(Edge.parse("a1.h0->a0.h0<q>")),
            "edge within a layer", graph -> graph.ordinal(Edge.parse("a0.h0->a0.h1<q>")),
            "group of an ungrouped graph", graph -> graph.ordinal(Edge.parse("input->a0.kv0<k>")));
    return questions.entrySet().stream()
        .map(question -> Arguments.of(question.getKey(), shape, question.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("strangers")
  void question_aboutWhatTheGraphHasNot_isRefused(
      String name, GraphShape shape, Consumer<ComputationGraph> question) {
    ComputationGraph graph = ComputationGraph.of(shape);
    assertThatThrownBy(() -> question.accept(graph)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void edge_ordinalBeyondTheLast_isRefused() {
    ComputationGraph graph = ComputationGraph.of(GraphShape.sequential(1, 1));
    assertThatThrownBy(() -> graph.edge(8))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Edge 8 of a graph of 8 edges.");
  }

  @Test
  void senderNode_beyondTheLast_isRefused() {
    ComputationGraph graph = ComputationGraph.of(GraphShape.sequential(1, 1));
    assertThatThrownBy(() -> graph.senderNode(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void fanIn_ofAReceiverThatTheGraphDoesNotHave_isRefused() {
    ComputationGraph graph = ComputationGraph.of(GraphShape.sequential(1, 1));
    assertThatThrownBy(() -> graph.fanIn(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> graph.fanIn(5)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void edgeSets_ofAllNodes_makeUpTheGraph(GraphShape shape) {
    Graph<Node, Edge> graph = ComputationGraph.of(shape);
    List<Edge> incoming = new ArrayList<>();
    List<Edge> outgoing = new ArrayList<>();
    for (Node node : graph.vertexSet()) {
      incoming.addAll(graph.incomingEdgesOf(node));
      outgoing.addAll(graph.outgoingEdgesOf(node));
    }
    assertThat(incoming).containsExactlyInAnyOrderElementsOf(graph.edgeSet());
    assertThat(outgoing).containsExactlyInAnyOrderElementsOf(graph.edgeSet());
  }

  @Test
  void getAllEdges_headToHead_areQueryKeyValue() {
    ComputationGraph graph = ComputationGraph.of(GraphShape.sequential(2, 4));
    assertThat(graph.getAllEdges(Node.head(0, 1), Node.head(1, 2)))
        .extracting(Edge::name)
        .containsExactly("a0.h1->a1.h2<q>", "a0.h1->a1.h2<k>", "a0.h1->a1.h2<v>");
  }

  @Test
  void equals_sameShape_isTrue() {
    assertThat(ComputationGraph.of(Shapes.GPT2_SMALL))
        .isEqualTo(ComputationGraph.of(Shapes.GPT2_SMALL))
        .hasSameHashCodeAs(ComputationGraph.of(Shapes.GPT2_SMALL))
        .isNotEqualTo(ComputationGraph.of(Shapes.LLAMA_3_8B));
  }

  static Stream<Arguments> mutators() {
    Edge edge = Edge.parse("input->m0");
    Map<String, Consumer<Graph<Node, Edge>>> mutators =
        Map.of(
            "addVertex()", Graph::addVertex,
            "addVertex", graph -> graph.addVertex(Node.mlp(7)),
            "removeVertex", graph -> graph.removeVertex(Node.mlp(0)),
            "addEdge()", graph -> graph.addEdge(Node.INPUT, Node.mlp(0)),
            "addEdge", graph -> graph.addEdge(Node.INPUT, Node.mlp(0), edge),
            "removeEdge", graph -> graph.removeEdge(edge),
            "removeEdge()", graph -> graph.removeEdge(Node.INPUT, Node.mlp(0)),
            "removeAllEdges", graph -> graph.removeAllEdges(Set.of(edge)),
            "setEdgeWeight", graph -> graph.setEdgeWeight(edge, 2));
    ComputationGraph graph = ComputationGraph.of(GraphShape.sequential(1, 1));
    return mutators.entrySet().stream()
        .flatMap(
            mutator ->
                Stream.of(graph, Circuit.full(graph))
                    .map(target -> Arguments.of(mutator.getKey(), target, mutator.getValue())));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("mutators")
  void mutator_ofGraphOrCircuit_isRefused(
      String name, Graph<Node, Edge> target, Consumer<Graph<Node, Edge>> mutator) {
    assertThatThrownBy(() -> mutator.accept(target))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void sets_ofTheGraph_cannotBeUsedToChangeIt() {
    ComputationGraph graph = ComputationGraph.of(GraphShape.sequential(1, 1));
    graph.vertexSet().clear();
    assertThatThrownBy(() -> graph.edgeSet().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(graph.vertexSet()).hasSize(4);
  }

  @Test
  void of_moreEdgesThanAnIntCounts_isRefused() {
    assertThatThrownBy(() -> GraphShape.sequential(1000, 1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1000 layers of 1000 heads make more edges than an int can count.");
  }

  @Test
  void of_groupsThatDoNotDivideTheHeads_isRefused() {
    assertThatThrownBy(() -> new GraphShape(2, 4, 3, true, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nHeads 4, kvReceivers 3");
  }
}
