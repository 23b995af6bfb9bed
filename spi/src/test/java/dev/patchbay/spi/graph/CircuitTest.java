package dev.patchbay.spi.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.AllDirectedPaths;
import org.jgrapht.graph.EdgeReversedGraph;
import org.jgrapht.traverse.BreadthFirstIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CircuitTest {

  private static final ComputationGraph GRAPH = ComputationGraph.of(GraphShape.sequential(2, 2));

  private static final Circuit A = Circuit.ofNames(GRAPH, List.of("input->m0", "m0->logits"));
  private static final Circuit B = Circuit.ofNames(GRAPH, List.of("m0->logits", "m1->logits"));

  /** Of 70 circuits: were most of them empty when pruned, the comparison would say little. */
  private static final int AT_LEAST_WORTH_PRUNING = 40;

  /** Ten circuits of each shape, thin enough that all their paths can be listed. */
  static Stream<Circuit> circuits() {
    return Shapes.small().stream()
        .filter(shape -> shape.nHeads() <= 4)
        .flatMap(
            shape ->
                LongStream.range(0, 10)
                    .mapToObj(seed -> Shapes.randomCircuit(ComputationGraph.of(shape), .25, seed)));
  }

  @ParameterizedTest
  @MethodSource("circuits")
  void pruned_randomCircuit_keepsWhatLiesOnAnyPath(Circuit circuit) {
    Set<Edge> onPaths = new HashSet<>();
    new AllDirectedPaths<>(circuit)
        .getAllPaths(Node.INPUT, Node.LOGITS, true, null).stream()
            .map(GraphPath::getEdgeList)
            .forEach(onPaths::addAll);
    onPaths.removeIf(edge -> edge.port() == Port.WIRE);
    assertThat(circuit.pruned()).isEqualTo(Circuit.of(circuit.graph(), onPaths));
  }

  @Test
  void circuits_drawn_areWorthPruning() {
    assertThat(circuits().filter(circuit -> circuit.pruned().size() > 0))
        .hasSizeGreaterThan(AT_LEAST_WORTH_PRUNING);
    assertThat(circuits().filter(circuit -> circuit.pruned().size() < circuit.size()))
        .hasSizeGreaterThan(AT_LEAST_WORTH_PRUNING);
  }

  @ParameterizedTest
  @MethodSource("circuits")
  void pruned_twice_isPrunedOnce(Circuit circuit) {
    assertThat(circuit.pruned().pruned()).isEqualTo(circuit.pruned());
  }

  @ParameterizedTest
  @MethodSource("circuits")
  void liveSenders_randomCircuit_areThoseFromWhichTheLogitsAreReached(Circuit circuit) {
    BitSet expected = new BitSet();
    new BreadthFirstIterator<>(new EdgeReversedGraph<>(circuit), Node.LOGITS)
        .forEachRemaining(
            node -> {
              if (node.kind() != Node.Kind.LOGITS && node.kind() != Node.Kind.KV_GROUP) {
                expected.set(circuit.graph().sender(node));
              }
            });
    assertThat(circuit.liveSenders()).isEqualTo(expected);
  }

  private static final GraphShape JOINT = new GraphShape(2, 2, 2, true, false, true, false);

  @Test
  void pruned_full_isFull() {
    Circuit full = Circuit.full(ComputationGraph.of(Shapes.GPT2_SMALL));
    assertThat(full.pruned()).isEqualTo(full);
  }

  @Test
  void pruned_empty_isEmpty() {
    assertThat(Circuit.empty(GRAPH).pruned().size()).isZero();
  }

  @Test
  void pruned_headFedByItsKeysAlone_stays() {
    ComputationGraph grouped = ComputationGraph.of(new GraphShape(1, 4, 2, true, false));
    Circuit circuit = Circuit.ofNames(grouped, List.of("input->a0.kv1<k>", "a0.h2->logits"));
    assertThat(circuit.pruned()).isEqualTo(circuit);
  }

  @Test
  void pruned_groupWhoseHeadsAreDead_goes() {
    ComputationGraph grouped = ComputationGraph.of(new GraphShape(1, 4, 2, true, false));
    Circuit circuit =
        Circuit.ofNames(grouped, List.of("input->a0.kv0<k>", "input->a0.kv1<k>", "a0.h2->logits"));
    assertThat(circuit.pruned().edgeNames()).containsExactly("input->a0.kv1<k>", "a0.h2->logits");
  }

  @Test
  void pruned_headWithoutReaderBesideAJointOneThatHasOne_stays() {
    ComputationGraph joint = ComputationGraph.of(JOINT);
    Circuit circuit = Circuit.ofNames(joint, List.of("input->a0.h1<k>", "a0.h0->logits"));

    assertThat(circuit.pruned()).isEqualTo(circuit);
    assertThat(circuit.liveSenders().stream()).containsExactly(0, joint.sender(Node.head(0, 0)));
  }

  @Test
  void pruned_jointHeadsWithoutAReader_go() {
    Circuit circuit =
        Circuit.ofNames(
            ComputationGraph.of(JOINT),
            List.of("input->a0.h1<k>", "input->a1.h1<k>", "a0.h0->m0", "a1.h0->logits"));

    assertThat(circuit.pruned().edgeNames()).containsExactly("input->a1.h1<k>", "a1.h0->logits");
  }

  @Test
  void and_twoCircuits_keepsWhatBothKeep() {
    assertThat(A.and(B).edgeNames()).containsExactly("m0->logits");
  }

  @Test
  void or_twoCircuits_keepsWhatEitherKeeps() {
    assertThat(A.or(B).edgeNames()).containsExactly("input->m0", "m0->logits", "m1->logits");
  }

  @Test
  void minus_twoCircuits_keepsWhatTheOtherDoesNot() {
    assertThat(A.minus(B).edgeNames()).containsExactly("input->m0");
  }

  @Test
  void without_ordinals_dropsThem() {
    int ordinal = GRAPH.ordinal(Edge.parse("input->m0"));
    assertThat(A.without(ordinal).edgeNames()).containsExactly("m0->logits");
    assertThat(A.contains(ordinal)).isTrue();
  }

  @Test
  void algebra_circuits_staysAsItWas() {
    A.or(B);
    A.and(B);
    A.minus(B);
    assertThat(A.edgeNames()).containsExactly("input->m0", "m0->logits");
    assertThat(B.edgeNames()).containsExactly("m0->logits", "m1->logits");
  }

  @Test
  void jaccard_oneOfThreeShared_isAThird() {
    assertThat(A.jaccard(B)).isEqualTo(1. / 3);
  }

  @Test
  void jaccard_neitherHasEdges_isOne() {
    assertThat(Circuit.empty(GRAPH).jaccard(Circuit.empty(GRAPH))).isEqualTo(1);
  }

  @Test
  void jaccard_nothingShared_isZero() {
    assertThat(A.jaccard(Circuit.full(GRAPH).minus(A))).isZero();
  }

  @Test
  void and_circuitsOfDifferentGraphs_isRefused() {
    Circuit other = Circuit.full(ComputationGraph.of(GraphShape.sequential(2, 3)));
    assertThatThrownBy(() -> A.and(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The circuits belong to different graphs");
  }

  @Test
  void equals_sameEdgesOfEqualGraphs_isTrue() {
    Circuit again =
        Circuit.ofNames(
            ComputationGraph.of(GraphShape.sequential(2, 2)), List.of("m0->logits", "input->m0"));
    assertThat(again).isEqualTo(A).hasSameHashCodeAs(A).isNotEqualTo(B);
  }

  @Test
  void equals_sameBitsOfAnotherGraph_isFalse() {
    ComputationGraph parallel = ComputationGraph.of(new GraphShape(2, 2, 2, true, true));
    assertThat(Circuit.empty(parallel)).isNotEqualTo(Circuit.empty(GRAPH));
  }

  @Test
  void of_bits_takesACopy() {
    BitSet bits = new BitSet();
    bits.set(0);
    Circuit circuit = Circuit.of(GRAPH, bits);
    bits.set(1);
    circuit.toBitSet().set(2);
    assertThat(circuit.ordinals()).containsExactly(0);
  }

  @Test
  void of_bitBeyondTheLastEdge_isRefused() {
    BitSet bits = new BitSet();
    bits.set(GRAPH.edgeCount());
    assertThatThrownBy(() -> Circuit.of(GRAPH, bits)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void without_edgeBeyondTheLast_isRefused() {
    Circuit full = Circuit.full(GRAPH);
    int beyond = GRAPH.edgeCount();
    assertThatThrownBy(() -> full.without(beyond)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> full.contains(beyond)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void ofNames_edgeOfAnotherGraph_isRefused() {
    assertThatThrownBy(() -> Circuit.ofNames(GRAPH, List.of("input->m7")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The graph has no edge 'input->m7'.");
  }

  @Test
  void edgeSet_anyCircuit_agreesWithContains() {
    Circuit circuit = Shapes.randomCircuit(GRAPH, .5, 4);
    for (Edge edge : GRAPH.edgeSet()) {
      assertThat(circuit.containsEdge(edge))
          .isEqualTo(circuit.contains(GRAPH.ordinal(edge)))
          .isEqualTo(circuit.edgeSet().contains(edge));
    }
    assertThat(circuit.edgeSet()).hasSize(circuit.size());
  }
}
