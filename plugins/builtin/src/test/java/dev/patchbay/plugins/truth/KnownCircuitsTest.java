package dev.patchbay.plugins.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.plugins.model.CompiledModels;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.task.KnownCircuit;
import dev.patchbay.study.judgement.Items;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published circuits, against the counts of the repository that they follow. */
class KnownCircuitsTest {

  private static final ComputationGraph GPT2 = ComputationGraph.of(GraphShape.sequential(12, 12));

  private static KnownCircuit known(String name) {
    return ServiceLoader.load(KnownCircuit.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(circuit -> circuit.descriptor().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "ioi-gpt2, 963, 1041, 196, 32491, 32923, 1022",
    "greater-than-gpt2, 235, 262, 77, 32491, 32923, 1022",
    "docstring-attn-only-4l, 24, 37, 34, 1281, 1377, 226",
  })
  void circuit_itsOwnModel_hasThePublishedCounts(
      String name, int edges, int withDirect, int nodes, int all, int allDirect, int allNodes) {
    KnownCircuit known = known(name);
    ComputationGraph graph = ComputationGraph.of(known.shape());
    Circuit circuit = known.circuit(graph);

    assertThat(circuit.size()).isEqualTo(edges);
    assertThat(Items.ACDC_EDGES.count(circuit)).isEqualTo(withDirect);
    assertThat(Items.ACDC_NODES.count(circuit)).isEqualTo(nodes);
    assertThat(graph.edgeCount()).isEqualTo(all);
    assertThat(Items.ACDC_EDGES.count(Circuit.full(graph))).isEqualTo(allDirect);
    assertThat(Items.ACDC_NODES.count(Circuit.full(graph))).isEqualTo(allNodes);
  }

  @ParameterizedTest(name = "{0} into {1}: {2} q, {3} k, {4} v, {5} plain")
  @CsvSource({
    "input, logits, 0, 0, 0, 1",
    "input, mlp, 0, 0, 0, 12",
    "mlp, mlp, 0, 0, 0, 66",
    "mlp, logits, 0, 0, 0, 12",
    "input, previous, 2, 2, 2, 0",
    "input, duplicate, 3, 3, 3, 0",
    "input, induction, 0, 0, 0, 0",
    "input, inhibition, 4, 0, 0, 0",
    "input, mover, 0, 3, 3, 0",
    "input, backup, 0, 8, 8, 0",
    "input, negative, 0, 2, 2, 0",
    "previous, induction, 0, 8, 8, 0",
    "duplicate, inhibition, 0, 12, 12, 0",
    "induction, inhibition, 0, 16, 16, 0",
    "inhibition, mover, 12, 0, 0, 0",
    "inhibition, backup, 32, 0, 0, 0",
    "inhibition, negative, 8, 0, 0, 0",
    "mover, logits, 0, 0, 0, 3",
    "backup, logits, 0, 0, 0, 8",
    "negative, logits, 0, 0, 0, 2",
    "mlp, previous, 6, 6, 6, 0",
    "mlp, duplicate, 3, 3, 3, 0",
    "mlp, induction, 21, 21, 21, 0",
    "mlp, inhibition, 30, 30, 30, 0",
    "mlp, mover, 28, 28, 28, 0",
    "mlp, backup, 80, 80, 80, 0",
    "mlp, negative, 21, 21, 21, 0",
    "previous, mlp, 0, 0, 0, 18",
    "duplicate, mlp, 0, 0, 0, 33",
    "induction, mlp, 0, 0, 0, 27",
    "inhibition, mlp, 0, 0, 0, 18",
    "mover, mlp, 0, 0, 0, 8",
    "backup, mlp, 0, 0, 0, 16",
    "negative, mlp, 0, 0, 0, 3",
  })
  void ioi_fromGroupToGroup_hasThePublishedCounts(
      String from, String to, int q, int k, int v, int plain) {
    Circuit circuit = new IoiGpt2().circuit(GPT2);

    assertThat(counts(circuit, group(from), group(to))).containsExactly(q, k, v, plain);
  }

  private static Collection<Node> group(String name) {
    return switch (name) {
      case "input" -> List.of(Node.INPUT);
      case "logits" -> List.of(Node.LOGITS);
      case "mlp" -> Connections.mlps(0, 11);
      case "previous" -> IoiGpt2.PREVIOUS_TOKEN;
      case "duplicate" -> IoiGpt2.DUPLICATE_TOKEN;
      case "induction" -> IoiGpt2.INDUCTION;
      case "inhibition" -> IoiGpt2.S_INHIBITION;
      case "mover" -> IoiGpt2.NAME_MOVER;
      case "backup" -> IoiGpt2.BACKUP_NAME_MOVER;
      case "negative" -> IoiGpt2.NEGATIVE_NAME_MOVER;
      case "early" -> GreaterThanGpt2.EARLY_HEADS;
      case "early mlp" -> GreaterThanGpt2.EARLY_MLPS;
      case "middle" -> GreaterThanGpt2.MIDDLE_HEADS;
      case "late mlp" -> GreaterThanGpt2.LATE_MLPS;
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static List<Integer> counts(Circuit circuit, Collection<Node> from, Collection<Node> to) {
    List<Edge> edges =
        circuit
            .ordinals()
            .mapToObj(circuit.graph()::edge)
            .filter(edge -> from.contains(edge.source()) && to.contains(edge.target()))
            .toList();
    List<Integer> counts = new ArrayList<>();
    for (Port port : List.of(Port.Q, Port.K, Port.V, Port.INPUT)) {
      counts.add((int) edges.stream().filter(edge -> edge.port() == port).count());
    }
    return counts;
  }

  @ParameterizedTest(name = "{0} into {1}: {2} q, {3} k, {4} v, {5} plain")
  @CsvSource({
    "input, early, 3, 3, 3, 0",
    "input, early mlp, 0, 0, 0, 4",
    "early, early mlp, 0, 0, 0, 4",
    "early, middle, 18, 18, 18, 0",
    "early mlp, middle, 24, 24, 24, 0",
    "mlp, middle, 41, 24, 24, 0",
    "mlp, mlp, 0, 0, 0, 42",
    "middle, mlp, 0, 0, 0, 23",
    "middle, logits, 0, 0, 0, 6",
    "late mlp, logits, 0, 0, 0, 4",
    "input, logits, 0, 0, 0, 0",
  })
  void greaterThan_fromGroupToGroup_hasThePublishedCounts(
      String from, String to, int q, int k, int v, int plain) {
    Circuit circuit = new GreaterThanGpt2().circuit(GPT2);

    assertThat(counts(circuit, group(from), group(to))).containsExactly(q, k, v, plain);
  }

  @Test
  void ioi_edgesWithAnMlp_are780() {
    long count =
        new IoiGpt2()
            .circuit(GPT2)
            .ordinals()
            .mapToObj(GPT2::edge)
            .filter(
                edge ->
                    edge.source().kind() == Node.Kind.MLP || edge.target().kind() == Node.Kind.MLP)
            .count();

    assertThat(count).isEqualTo(780);
  }

  @Test
  void docstring_itsOwnModel_isThePublishedList() {
    KnownCircuit known = new DocstringAttnOnly4l();

    assertThat(known.circuit(ComputationGraph.of(known.shape())).edgeNames())
        .containsExactlyInAnyOrder(
            "input->a0.h5<v>",
            "input->a1.h4<v>",
            "a0.h5->a1.h4<v>",
            "input->a1.h2<q>",
            "a0.h5->a1.h2<q>",
            "input->a1.h2<k>",
            "a0.h5->a1.h2<k>",
            "input->a2.h0<q>",
            "a0.h5->a2.h0<q>",
            "input->a2.h0<k>",
            "a0.h5->a2.h0<k>",
            "a1.h4->a2.h0<v>",
            "a1.h4->a3.h0<q>",
            "a1.h4->a3.h6<q>",
            "a2.h0->a3.h0<k>",
            "a1.h2->a3.h0<k>",
            "a2.h0->a3.h6<k>",
            "a1.h2->a3.h6<k>",
            "input->a3.h0<v>",
            "a0.h5->a3.h0<v>",
            "input->a3.h6<v>",
            "a0.h5->a3.h6<v>",
            "a3.h0->logits",
            "a3.h6->logits");
  }

  @ParameterizedTest
  @CsvSource({"ioi-gpt2", "greater-than-gpt2", "docstring-attn-only-4l"})
  void circuit_modelWithoutItsNodes_isRefusedInASentence(String name) {
    ComputationGraph small = ComputationGraph.of(GraphShape.attentionOnly(1, 2));

    assertThatThrownBy(() -> known(name).circuit(small))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith("The circuit '%s' names ".formatted(name))
        .hasMessageContaining("which the model lacks: it has 1 layers of 2 heads and no MLPs.");
  }

  @ParameterizedTest
  @CsvSource({"ioi-gpt2, 26, 7", "greater-than-gpt2, 9, 2", "docstring-attn-only-4l, 6, 5"})
  void roles_ofTheHeads_giveEachOne(String name, int heads, int roles) {
    KnownCircuit known = known(name);
    List<Node> inTheCircuit =
        known.circuit(ComputationGraph.of(known.shape())).vertexSet().stream()
            .filter(node -> node.kind() == Node.Kind.HEAD)
            .toList();

    assertThat(known.roles()).hasSize(roles);
    assertThat(known.roles().values().stream().flatMap(List::stream))
        .hasSize(heads)
        .containsExactlyInAnyOrderElementsOf(inTheCircuit);
  }

  @Test
  void describes_otherModel_isFalse() {
    assertThat(new IoiGpt2().describes(CompiledModels.spec("induction"))).isFalse();
    assertThat(new DocstringAttnOnly4l().describes(CompiledModels.spec("induction"))).isFalse();
  }
}
