package dev.patchbay.plugins.truth;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A circuit that is put together from groups of nodes and which group reads which. */
final class Connections {

  static final List<Node> INPUT = List.of(Node.INPUT);
  static final List<Node> LOGITS = List.of(Node.LOGITS);

  /** All three inputs of a head. */
  static final List<Port> QKV = List.of(Port.Q, Port.K, Port.V);

  static final List<Port> KV = List.of(Port.K, Port.V);
  static final List<Port> Q = List.of(Port.Q);
  static final List<Port> K = List.of(Port.K);
  static final List<Port> V = List.of(Port.V);

  /** The only input of an MLP and of the logits. */
  static final List<Port> ONLY = List.of(Port.INPUT);

  private final String circuit;
  private final ComputationGraph graph;
  private final BitSet edges = new BitSet();

  /**
   * @param circuit its name, for messages
   */
  Connections(String circuit, ComputationGraph graph) {
    this.circuit = circuit;
    this.graph = graph;
  }

  /** Heads written as {@code layer.head}, with blanks between. */
  static List<Node> heads(String words) {
    return Arrays.stream(words.split(" "))
        .map(word -> Node.parse("a" + word.replace(".", ".h")))
        .toList();
  }

  /** The MLPs of some layers. */
  static List<Node> mlps(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(Node::mlp).toList();
  }

  @SafeVarargs
  static List<Node> all(List<Node>... groups) {
    List<Node> nodes = new ArrayList<>();
    for (List<Node> group : groups) {
      nodes.addAll(group);
    }
    return nodes;
  }

  /** Every sender of the one group that writes before a reader of the other, into these inputs. */
  Connections connect(List<Node> from, List<Node> to, List<Port> ports) {
    Stream.concat(from.stream(), to.stream()).forEach(this::require);
    for (Node reader : to) {
      for (Port port : ports) {
        int receiver = graph.receiver(reader, port);
        from.stream()
            .mapToInt(graph::sender)
            .filter(sender -> sender < graph.fanIn(receiver))
            .forEach(sender -> edges.set(graph.ordinal(sender, receiver)));
      }
    }
    return this;
  }

  private void require(Node node) {
    if (!graph.containsVertex(node)) {
      throw PatchbayException.failed(
          "The circuit '%s' names %s, which the model lacks: it has %s layers of %s heads%s."
              .formatted(
                  circuit,
                  node,
                  graph.shape().nLayers(),
                  graph.shape().nHeads(),
                  graph.shape().mlps() ? "" : " and no MLPs"),
          "Compare them with a circuit of this very model; 'patchbay truth' lists the circuits.");
    }
  }

  Circuit circuit() {
    return Circuit.of(graph, edges);
  }
}
