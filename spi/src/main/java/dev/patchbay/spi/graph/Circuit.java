package dev.patchbay.spi.graph;

import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A subset of a graph's edges, and itself a JGraphT graph.
 *
 * <p>Its vertices are the ends of its edges, and always the input and the logits, so that a
 * question about paths has an answer for any circuit. Immutable: a bit for each edge ordinal.
 */
public final class Circuit extends ReadOnlyGraph {

  private final ComputationGraph graph;
  private final BitSet edges;

  /** Worked out when it is first asked for; every thread finds the same. */
  private volatile @Nullable Ends ends;

  /**
   * What the kept edges join.
   *
   * @param senders the numbers of those that an edge leaves
   * @param receivers the numbers of those that an edge enters
   */
  private record Ends(BitSet senders, BitSet receivers) {}

  private Circuit(ComputationGraph graph, BitSet edges) {
    this.graph = graph;
    this.edges = edges;
  }

  /**
   * The circuit of these edge ordinals.
   *
   * @throws IndexOutOfBoundsException if a bit is beyond the graph's last edge
   */
  public static Circuit of(ComputationGraph graph, BitSet edges) {
    if (edges.length() > graph.edgeCount()) {
      throw new IndexOutOfBoundsException(
          "Edge %s of a graph of %s edges.".formatted(edges.length() - 1, graph.edgeCount()));
    }
    return new Circuit(graph, (BitSet) edges.clone());
  }

  /**
   * The circuit of these edges.
   *
   * @throws IllegalArgumentException if one is not an edge of the graph
   */
  public static Circuit of(ComputationGraph graph, Collection<Edge> edges) {
    BitSet bits = new BitSet(graph.edgeCount());
    edges.forEach(edge -> bits.set(graph.ordinal(edge)));
    return new Circuit(graph, bits);
  }

  /**
   * The circuit of the edges with these names.
   *
   * @throws IllegalArgumentException if a name is not an edge of the graph
   */
  public static Circuit ofNames(ComputationGraph graph, Collection<String> names) {
    return of(graph, names.stream().map(Edge::parse).toList());
  }

  /** The circuit that keeps every edge. */
  public static Circuit full(ComputationGraph graph) {
    BitSet bits = new BitSet(graph.edgeCount());
    bits.set(0, graph.edgeCount());
    return new Circuit(graph, bits);
  }

  /** The circuit that keeps no edge. */
  public static Circuit empty(ComputationGraph graph) {
    return new Circuit(graph, new BitSet());
  }

  /** The graph whose edges these are. */
  public ComputationGraph graph() {
    return graph;
  }

  /** How many edges are kept. */
  public int size() {
    return edges.cardinality();
  }

  /**
   * Whether the edge of this ordinal is kept.
   *
   * @throws IndexOutOfBoundsException if the graph has none
   */
  public boolean contains(int ordinal) {
    return edges.get(Objects.checkIndex(ordinal, graph.edgeCount()));
  }

  /** The kept edges' ordinals, ascending. */
  public IntStream ordinals() {
    return edges.stream();
  }

  /** A copy of the bits, one for each edge ordinal. */
  public BitSet toBitSet() {
    return (BitSet) edges.clone();
  }

  /** The kept edges' names, in the order of their ordinals. */
  public List<String> edgeNames() {
    return ordinals().mapToObj(ordinal -> graph.edge(ordinal).name()).toList();
  }

  /**
   * The edges that both keep.
   *
   * @throws IllegalArgumentException if the circuits belong to different graphs, here and below
   */
  public Circuit and(Circuit other) {
    BitSet bits = compatible(other);
    bits.and(edges);
    return new Circuit(graph, bits);
  }

  /** The edges that either keeps. */
  public Circuit or(Circuit other) {
    BitSet bits = compatible(other);
    bits.or(edges);
    return new Circuit(graph, bits);
  }

  /** The edges that this keeps and the other does not. */
  public Circuit minus(Circuit other) {
    BitSet bits = toBitSet();
    bits.andNot(compatible(other));
    return new Circuit(graph, bits);
  }

  /**
   * This circuit without some edges.
   *
   * @throws IndexOutOfBoundsException if the graph has no edge of an ordinal
   */
  public Circuit without(int... ordinals) {
    BitSet bits = toBitSet();
    for (int ordinal : ordinals) {
      bits.clear(Objects.checkIndex(ordinal, graph.edgeCount()));
    }
    return new Circuit(graph, bits);
  }

  /** How alike are the two: edges in both over edges in either, 1 where neither has any. */
  public double jaccard(Circuit other) {
    int either = or(other).size();
    return either == 0 ? 1 : (double) and(other).size() / either;
  }

  private BitSet compatible(Circuit other) {
    if (!graph.equals(other.graph)) {
      throw new IllegalArgumentException(
          "The circuits belong to different graphs: %s and %s.".formatted(graph, other.graph));
    }
    return other.toBitSet();
  }

  /**
   * What remains when every edge goes that is on no path of kept edges from the input to the
   * logits.
   */
  public Circuit pruned() {
    return new Circuit(graph, new Paths(this).edges());
  }

  /** The senders whose output reaches the logits along kept edges, as bits over sender numbers. */
  public BitSet liveSenders() {
    return new Paths(this).liveSenders();
  }

  @Override
  ComputationGraph topology() {
    return graph;
  }

  @Override
  boolean present(int ordinal) {
    return edges.get(ordinal);
  }

  @Override
  Stream<Edge> edges() {
    return Stream.concat(
        graph.neighbours().wires().filter(wire -> containsVertex(wire.source())),
        ordinals().mapToObj(graph::edge));
  }

  @Override
  public boolean containsEdge(@Nullable Edge edge) {
    return super.containsEdge(edge)
        && (edge == null || edge.port() != Port.WIRE || containsVertex(edge.source()));
  }

  @Override
  public Set<Node> vertexSet() {
    return graph.nodes().stream()
        .filter(this::containsVertex)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public boolean containsVertex(@Nullable Node node) {
    if (node == null || !graph.containsVertex(node)) {
      return false;
    }
    return switch (node.kind()) {
      case INPUT, LOGITS -> true;
      case POSITIONS -> sends(node);
      case KV_GROUP -> reads(node, Port.K) || reads(node, Port.V);
      case MLP -> sends(node) || reads(node, Port.INPUT);
      // A head's k and v are its group's, where heads share them: what enters those feeds the head.
      case HEAD -> sends(node) || reads(node, Port.Q) || reads(node, Port.K) || reads(node, Port.V);
    };
  }

  private boolean sends(Node node) {
    return ends().senders.get(graph.sender(node));
  }

  private boolean reads(Node node, Port port) {
    return ends().receivers.get(graph.receiver(node, port));
  }

  private Ends ends() {
    Ends known = ends;
    if (known == null) {
      known = new Ends(new BitSet(graph.senderCount()), new BitSet(graph.receiverCount()));
      for (int e = edges.nextSetBit(0); e >= 0; e = edges.nextSetBit(e + 1)) {
        known.senders.set(graph.senderOf(e));
        known.receivers.set(graph.receiverOf(e));
      }
      ends = known;
    }
    return known;
  }

  @Override
  int countEdges() {
    return (int) edges().count();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Circuit circuit
        && circuit.graph.equals(graph)
        && circuit.edges.equals(edges);
  }

  @Override
  public int hashCode() {
    return 31 * graph.hashCode() + edges.hashCode();
  }

  @Override
  public String toString() {
    return "Circuit[" + size() + " of " + graph.edgeCount() + " edges]";
  }
}
