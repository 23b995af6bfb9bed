package dev.patchbay.spi.graph;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which node reads which in a graph, edge by edge, wires included: what its JGraphT views walk. */
final class Neighbours {

  private final ComputationGraph graph;

  Neighbours(ComputationGraph graph) {
    this.graph = graph;
  }

  /** Whether this graph's {@code node} has an input of this kind (k and v move to the groups). */
  boolean mayEnter(Node node, Port port) {
    boolean shares = node.kind() == Node.Kind.HEAD && graph.shape().grouped();
    return shares ? (port == Port.Q || port == Port.WIRE) : port.isOf(node.kind());
  }

  boolean hasWire(Edge wire) {
    Node group = wire.source();
    Node head = wire.target();
    return graph.shape().grouped()
        && group.kind() == Node.Kind.KV_GROUP
        && graph.containsVertex(group)
        && graph.containsVertex(head)
        && group.layer() == head.layer()
        && head.index() / graph.shape().groupSize() == group.index();
  }

  /** The wires from key/value groups to their heads; none where k and v are each head's own. */
  Stream<Edge> wires() {
    return graph.shape().grouped()
        ? graph.nodes().stream()
            .filter(node -> node.kind() == Node.Kind.HEAD)
            .map(head -> new Edge(groupOf(head), head, Port.WIRE))
        : Stream.of();
  }

  private Node groupOf(Node head) {
    return Node.kvGroup(head.layer(), head.index() / graph.shape().groupSize());
  }

  Stream<Edge> edgesInto(Node node) {
    Stream<Edge> counted =
        Stream.of(Port.values())
            .filter(port -> port != Port.WIRE && mayEnter(node, port))
            .mapToInt(port -> graph.receiver(node, port))
            .boxed()
            .flatMap(
                receiver ->
                    IntStream.range(0, graph.fanIn(receiver))
                        .mapToObj(sender -> graph.edge(graph.ordinal(sender, receiver))));
    return node.kind() == Node.Kind.HEAD && graph.shape().grouped()
        ? Stream.concat(Stream.of(new Edge(groupOf(node), node, Port.WIRE)), counted)
        : counted;
  }

  Stream<Edge> edgesFrom(Node node) {
    if (node.kind() == Node.Kind.LOGITS) {
      return Stream.of();
    }
    if (node.kind() == Node.Kind.KV_GROUP) {
      return IntStream.range(0, graph.shape().groupSize())
          .mapToObj(i -> Node.head(node.layer(), node.index() * graph.shape().groupSize() + i))
          .map(head -> new Edge(node, head, Port.WIRE));
    }
    int sender = graph.sender(node);
    return IntStream.range(0, graph.receiverCount())
        .filter(receiver -> sender < graph.fanIn(receiver))
        .mapToObj(receiver -> graph.edge(graph.ordinal(sender, receiver)));
  }
}
