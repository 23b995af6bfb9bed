package dev.patchbay.spi.graph;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jgrapht.GraphType;
import org.jgrapht.graph.AbstractGraph;
import org.jgrapht.graph.DefaultGraphType;
import org.jspecify.annotations.Nullable;

/** The JGraphT face that a graph and its circuits share: everything reads, nothing writes. */
abstract class ReadOnlyGraph extends AbstractGraph<Node, Edge> {

  private static final GraphType TYPE =
      new DefaultGraphType.Builder()
          .directed()
          .allowMultipleEdges(true)
          .allowSelfLoops(false)
          .allowCycles(false)
          .weighted(false)
          .modifiable(false)
          .build();

  /** The graph whose ordinals count. */
  abstract ComputationGraph topology();

  /** Whether the edge of this ordinal is in this graph. */
  abstract boolean present(int ordinal);

  /** The edges of this graph, wires first, without building a set of them. */
  abstract Stream<Edge> edges();

  /** How many {@link #edges} there are. */
  abstract int countEdges();

  @Override
  public Set<Edge> edgeSet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Edge> iterator() {
        return edges().iterator();
      }

      @Override
      public int size() {
        return countEdges();
      }

      @Override
      public boolean contains(@Nullable Object edge) {
        return edge instanceof Edge e && containsEdge(e);
      }
    };
  }

  @Override
  public boolean containsEdge(@Nullable Edge edge) {
    if (edge == null) {
      return false;
    }
    if (edge.port() == Port.WIRE) {
      return topology().neighbours().hasWire(edge);
    }
    int ordinal = topology().ordinalOrMinusOne(edge);
    return ordinal >= 0 && present(ordinal);
  }

  @Override
  public Set<Edge> getAllEdges(Node source, Node target) {
    Set<Edge> found = new LinkedHashSet<>();
    if (source.kind() == Node.Kind.LOGITS) {
      return found;
    }
    for (Port port : Port.values()) {
      if (topology().neighbours().mayEnter(target, port)) {
        Edge edge = new Edge(source, target, port);
        if (containsEdge(edge)) {
          found.add(edge);
        }
      }
    }
    return found;
  }

  @Override
  public @Nullable Edge getEdge(Node source, Node target) {
    return getAllEdges(source, target).stream().findFirst().orElse(null);
  }

  @Override
  public Set<Edge> incomingEdgesOf(Node node) {
    return present(node, topology().neighbours()::edgesInto);
  }

  @Override
  public Set<Edge> outgoingEdgesOf(Node node) {
    return present(node, topology().neighbours()::edgesFrom);
  }

  /**
   * A node of the whole graph has no edges in a circuit that lost them; a node of another graph is
   * a mistake, and numbers worked out for it would be some other node's.
   */
  private Set<Edge> present(Node node, Function<Node, Stream<Edge>> edges) {
    if (!topology().containsVertex(node)) {
      throw new IllegalArgumentException(
          "The graph has no node '" + node + "'.\nIts shape: " + topology().shape());
    }
    return edges
        .apply(node)
        .filter(this::containsEdge)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public Set<Edge> edgesOf(Node node) {
    Set<Edge> edges = incomingEdgesOf(node);
    edges.addAll(outgoingEdgesOf(node));
    return edges;
  }

  @Override
  public int inDegreeOf(Node node) {
    return incomingEdgesOf(node).size();
  }

  @Override
  public int outDegreeOf(Node node) {
    return outgoingEdgesOf(node).size();
  }

  @Override
  public int degreeOf(Node node) {
    return inDegreeOf(node) + outDegreeOf(node);
  }

  @Override
  public Node getEdgeSource(Edge edge) {
    return edge.source();
  }

  @Override
  public Node getEdgeTarget(Edge edge) {
    return edge.target();
  }

  @Override
  public GraphType getType() {
    return TYPE;
  }

  @Override
  public double getEdgeWeight(Edge edge) {
    return DEFAULT_EDGE_WEIGHT;
  }

  @Override
  public @Nullable Supplier<Node> getVertexSupplier() {
    return null;
  }

  @Override
  public @Nullable Supplier<Edge> getEdgeSupplier() {
    return null;
  }

  @Override
  public Edge addEdge(Node source, Node target) {
    throw readOnly();
  }

  @Override
  public boolean addEdge(Node source, Node target, Edge edge) {
    throw readOnly();
  }

  @Override
  public Node addVertex() {
    throw readOnly();
  }

  @Override
  public boolean addVertex(Node node) {
    throw readOnly();
  }

  @Override
  public @Nullable Edge removeEdge(Node source, Node target) {
    throw readOnly();
  }

  @Override
  public boolean removeEdge(Edge edge) {
    throw readOnly();
  }

  @Override
  public boolean removeVertex(Node node) {
    throw readOnly();
  }

  @Override
  public void setEdgeWeight(Edge edge, double weight) {
    throw readOnly();
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException(
        "A computation graph and its circuits are immutable.\n"
            + "Make another circuit with and, or, minus, without.");
  }
}
