package dev.patchbay.spi.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which component may read which: the graph of a transformer, and itself a JGraphT graph.
 *
 * <p>A <b>sender</b> writes to the residual stream (the input, in models that split them the
 * positions, each head, each MLP), a <b>receiver</b> reads from it (each head's q, k and v input,
 * each MLP's input, the logits). Both are numbered: senders in the order in which they write (a
 * layer's heads before its MLP), receivers layer by layer (all q, all k, all v, then the MLP), the
 * logits last. What a receiver can read is always a prefix of the senders, {@link #fanIn(int)} of
 * them.
 *
 * <p>Edge ordinals follow EAP-IG's order: layer by layer, for each earlier sender, for each head q
 * k v; then the senders into the layer's MLP; last, the senders into the logits. In a parallel
 * model each sender's MLP edge comes right after its head edges. With grouped keys and values the
 * group's k and v come after the q of its first head. GPT-2 small has 32,491 edges.
 *
 * <p>What takes the number of a sender, a receiver or an edge throws an {@link
 * IndexOutOfBoundsException} where the graph has none, unless it says otherwise.
 *
 * <p>Immutable; ordinals are arithmetic, so that a graph of 1.6 million edges takes kilobytes.
 * JGraphT's views make {@link Edge} objects on demand.
 */
public final class ComputationGraph extends ReadOnlyGraph {

  private final GraphShape shape;
  private final List<Node> nodes;
  private final Neighbours neighbours = new Neighbours(this);
  private final int sendersOfLayer;
  private final int receiversOfLayer;
  private final HeadSlots heads;

  /** The ordinal of each layer's first edge; after the last layer, of the first logits edge. */
  private final int[] layerStart;

  private ComputationGraph(GraphShape shape) {
    this.shape = shape;
    this.sendersOfLayer = shape.nHeads() + (shape.mlps() ? 1 : 0);
    this.heads = new HeadSlots(shape.nHeads(), shape.kvReceivers());
    this.receiversOfLayer = heads.count() + (shape.mlps() ? 1 : 0);
    this.layerStart = new int[shape.nLayers() + 1];
    for (int layer = 0; layer < shape.nLayers(); layer++) {
      int edges = heads.count() * sendersBefore(layer);
      if (shape.mlps()) {
        edges += mlpFanIn(layer);
      }
      layerStart[layer + 1] = layerStart[layer] + edges;
    }
    this.nodes = allNodes(shape);
  }

  /** The graph of this shape. */
  public static ComputationGraph of(GraphShape shape) {
    return new ComputationGraph(shape);
  }

  private static List<Node> allNodes(GraphShape shape) {
    List<Node> nodes = new ArrayList<>();
    nodes.add(Node.INPUT);
    if (shape.positions()) {
      nodes.add(Node.POSITIONS);
    }
    for (int layer = 0; layer < shape.nLayers(); layer++) {
      for (int group = 0; shape.grouped() && group < shape.kvReceivers(); group++) {
        nodes.add(Node.kvGroup(layer, group));
      }
      for (int head = 0; head < shape.nHeads(); head++) {
        nodes.add(Node.head(layer, head));
      }
      if (shape.mlps()) {
        nodes.add(Node.mlp(layer));
      }
    }
    nodes.add(Node.LOGITS);
    return List.copyOf(nodes);
  }

  /** The numbers that fix this graph. */
  public GraphShape shape() {
    return shape;
  }

  /** How many edges can be ablated: the ordinals run from 0 to one below. */
  public int edgeCount() {
    return layerStart[shape.nLayers()] + senderCount();
  }

  /** How many components write to the residual stream. */
  public int senderCount() {
    return sendersBefore(shape.nLayers());
  }

  /** How many inputs read from the residual stream. */
  public int receiverCount() {
    return shape.nLayers() * receiversOfLayer + 1;
  }

  /** How many senders write before layer {@code layer} reads; with {@code nLayers}, all of them. */
  public int sendersBefore(int layer) {
    return shape.embeddings() + layer * sendersOfLayer;
  }

  private int mlpFanIn(int layer) {
    return sendersBefore(layer) + (shape.parallel() ? 0 : shape.nHeads());
  }

  /**
   * The number of a node that writes.
   *
   * @throws IllegalArgumentException if the graph has no such sender
   */
  public int sender(Node node) {
    int sender =
        switch (node.kind()) {
          case INPUT -> 0;
          case POSITIONS -> 1;
          case HEAD -> sendersBefore(node.layer()) + node.index();
          case MLP -> sendersBefore(node.layer()) + shape.nHeads();
          case KV_GROUP, LOGITS -> -1;
        };
    if (sender < 0 || !containsVertex(node)) {
      throw new IllegalArgumentException("'" + node + "' is not a sender of this graph: " + shape);
    }
    return sender;
  }

  /** The node that writes as sender {@code sender}. */
  public Node senderNode(int sender) {
    Objects.checkIndex(sender, senderCount());
    int inLayers = sender - shape.embeddings();
    if (inLayers < 0) {
      return sender == 0 ? Node.INPUT : Node.POSITIONS;
    }
    int layer = inLayers / sendersOfLayer;
    int index = inLayers % sendersOfLayer;
    return index < shape.nHeads() ? Node.head(layer, index) : Node.mlp(layer);
  }

  /**
   * The number of the input of {@code node} at {@code port}; for a head's k or v in a grouped graph
   * that is its group's.
   *
   * @throws IllegalArgumentException if the graph has no such input
   */
  public int receiver(Node node, Port port) {
    if (!containsVertex(node) || !port.isOf(node.kind())) {
      throw new IllegalArgumentException(
          "'%s' has no input '%s' in this graph: %s".formatted(node, port.label(), shape));
    }
    int first = node.layer() * receiversOfLayer;
    int shared = node.kind() == Node.Kind.HEAD ? node.index() / shape.groupSize() : node.index();
    return switch (port) {
      case Q -> first + node.index();
      case K -> first + shape.nHeads() + shared;
      case V -> first + shape.nHeads() + shape.kvReceivers() + shared;
      case INPUT, WIRE ->
          node.kind() == Node.Kind.LOGITS ? receiverCount() - 1 : first + receiversOfLayer - 1;
    };
  }

  /**
   * The node whose input receiver {@code receiver} is: a head, a key/value group, an MLP, logits.
   */
  public Node receiverNode(int receiver) {
    Objects.checkIndex(receiver, receiverCount());
    int layer = receiver / receiversOfLayer;
    if (layer == shape.nLayers()) {
      return Node.LOGITS;
    }
    int index = receiver % receiversOfLayer;
    if (index >= heads.count()) {
      return Node.mlp(layer);
    }
    if (index < shape.nHeads()) {
      return Node.head(layer, index);
    }
    int shared = (index - shape.nHeads()) % shape.kvReceivers();
    return shape.grouped() ? Node.kvGroup(layer, shared) : Node.head(layer, shared);
  }

  /**
   * The senders that compute what they write from this receiver: a node's, a group's heads', or,
   * where heads are joint, all of the layer's.
   */
  public IntStream sendersBehind(int receiver) {
    Node node = receiverNode(receiver);
    return switch (node.kind()) {
      case MLP -> IntStream.of(sender(node));
      case HEAD, KV_GROUP -> {
        int sharing = node.kind() == Node.Kind.KV_GROUP ? shape.groupSize() : 1;
        int heads = shape.jointHeads() ? shape.nHeads() : sharing;
        int first = sender(Node.head(node.layer(), 0));
        int before = shape.jointHeads() ? 0 : node.index() * heads;
        yield IntStream.range(first + before, first + before + heads);
      }
      case LOGITS, INPUT, POSITIONS -> IntStream.empty();
    };
  }

  /**
   * The receivers that a sender computes from: q, k and v of a head, an MLP's input; where heads
   * are joint, q, k and v of all of the layer's heads.
   */
  public int[] inputsOf(int sender) {
    Node node = senderNode(sender);
    int first = node.layer() * receiversOfLayer;
    return switch (node.kind()) {
      case HEAD ->
          shape.jointHeads()
              ? IntStream.range(first, first + heads.count()).toArray()
              : new int[] {receiver(node, Port.Q), receiver(node, Port.K), receiver(node, Port.V)};
      case MLP -> new int[] {receiver(node, Port.INPUT)};
      case INPUT, POSITIONS, KV_GROUP, LOGITS -> new int[0];
    };
  }

  /** The port of receiver {@code receiver}. */
  public Port receiverPort(int receiver) {
    Objects.checkIndex(receiver, receiverCount());
    int index = receiver % receiversOfLayer;
    if (receiver == receiverCount() - 1 || index >= heads.count()) {
      return Port.INPUT;
    }
    if (index < shape.nHeads()) {
      return Port.Q;
    }
    return index < shape.nHeads() + shape.kvReceivers() ? Port.K : Port.V;
  }

  /** The field's name of a receiver: {@code a0.h0<q>}, {@code m3}, {@code logits}. */
  public String receiverName(int receiver) {
    return receiverNode(receiver).name() + receiverPort(receiver).suffix();
  }

  /** How many senders receiver {@code receiver} can read: senders 0 to one below. */
  public int fanIn(int receiver) {
    Objects.checkIndex(receiver, receiverCount());
    if (receiver == receiverCount() - 1) {
      return senderCount();
    }
    int layer = receiver / receiversOfLayer;
    return receiver % receiversOfLayer < heads.count() ? sendersBefore(layer) : mlpFanIn(layer);
  }

  /**
   * The ordinal of the edge from a sender into a receiver.
   *
   * @throws IllegalArgumentException if the receiver cannot read that sender
   */
  public int ordinal(int sender, int receiver) {
    if (sender < 0 || receiver < 0 || receiver >= receiverCount() || sender >= fanIn(receiver)) {
      throw new IllegalArgumentException(
          "Receiver %s of %s cannot read sender %s of %s."
              .formatted(receiver, receiverCount(), sender, senderCount()));
    }
    int layer = receiver / receiversOfLayer;
    int index = receiver % receiversOfLayer;
    if (layer == shape.nLayers()) {
      return layerStart[layer] + sender;
    }
    if (index < heads.count()) {
      return layerStart[layer] + sender * slotsOfSender() + heads.slot(index);
    }
    return shape.parallel()
        ? layerStart[layer] + sender * slotsOfSender() + heads.count()
        : layerStart[layer] + heads.count() * sendersBefore(layer) + sender;
  }

  /** How many consecutive ordinals of a layer belong to one earlier sender. */
  private int slotsOfSender() {
    return heads.count() + (shape.mlps() && shape.parallel() ? 1 : 0);
  }

  /** The number of the sender that the edge of this ordinal leaves. */
  public int senderOf(int ordinal) {
    int layer = layerOf(ordinal);
    int offset = ordinal - layerStart[layer];
    if (layer == shape.nLayers()) {
      return offset;
    }
    int headEdges = slotsOfSender() * sendersBefore(layer);
    return offset < headEdges ? offset / slotsOfSender() : offset - headEdges;
  }

  /** The number of the receiver that the edge of this ordinal enters. */
  public int receiverOf(int ordinal) {
    int layer = layerOf(ordinal);
    int offset = ordinal - layerStart[layer];
    if (layer == shape.nLayers()) {
      return receiverCount() - 1;
    }
    int first = layer * receiversOfLayer;
    if (offset >= slotsOfSender() * sendersBefore(layer)) {
      return first + heads.count();
    }
    int slot = offset % slotsOfSender();
    return first + (slot == heads.count() ? heads.count() : heads.indexOfSlot(slot));
  }

  private int layerOf(int ordinal) {
    if (ordinal < 0 || ordinal >= edgeCount()) {
      throw new IndexOutOfBoundsException(
          "Edge " + ordinal + " of a graph of " + edgeCount() + " edges.");
    }
    int found = Arrays.binarySearch(layerStart, ordinal);
    return found >= 0 ? found : -found - 2;
  }

  /** The edge of this ordinal. */
  public Edge edge(int ordinal) {
    int receiver = receiverOf(ordinal);
    return new Edge(senderNode(senderOf(ordinal)), receiverNode(receiver), receiverPort(receiver));
  }

  /**
   * The ordinal of this edge.
   *
   * @throws IllegalArgumentException if the graph has no such edge
   */
  public int ordinal(Edge edge) {
    int ordinal = ordinalOrMinusOne(edge);
    if (ordinal < 0) {
      throw new IllegalArgumentException(
          "The graph has no edge '" + edge + "'.\nIts shape: " + shape);
    }
    return ordinal;
  }

  int ordinalOrMinusOne(Edge edge) {
    Node source = edge.source();
    Node target = edge.target();
    if (!containsVertex(source)
        || !containsVertex(target)
        || edge.port() == Port.WIRE
        || source.kind() == Node.Kind.KV_GROUP
        || !neighbours.mayEnter(target, edge.port())) {
      return -1;
    }
    int receiver = receiver(target, edge.port());
    int sender = sender(source);
    return sender < fanIn(receiver) ? ordinal(sender, receiver) : -1;
  }

  /** Which node reads which, edge by edge. */
  Neighbours neighbours() {
    return neighbours;
  }

  @Override
  ComputationGraph topology() {
    return this;
  }

  @Override
  boolean present(int ordinal) {
    return true;
  }

  @Override
  Stream<Edge> edges() {
    return Stream.concat(neighbours.wires(), IntStream.range(0, edgeCount()).mapToObj(this::edge));
  }

  /** All nodes: input, positions, then layer by layer (groups, heads, MLP), then the logits. */
  public List<Node> nodes() {
    return nodes;
  }

  @Override
  public Set<Node> vertexSet() {
    return new LinkedHashSet<>(nodes);
  }

  @Override
  public boolean containsVertex(@Nullable Node node) {
    if (node == null) {
      return false;
    }
    boolean inLayers = node.layer() < shape.nLayers();
    return switch (node.kind()) {
      case INPUT, LOGITS -> node.layer() == 0 && node.index() == 0;
      case POSITIONS -> shape.positions() && node.layer() == 0 && node.index() == 0;
      case HEAD -> inLayers && node.index() < shape.nHeads();
      case KV_GROUP -> inLayers && shape.grouped() && node.index() < shape.kvReceivers();
      case MLP -> inLayers && shape.mlps() && node.index() == 0;
    };
  }

  @Override
  int countEdges() {
    return edgeCount() + (shape.grouped() ? shape.nLayers() * shape.nHeads() : 0);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ComputationGraph graph && graph.shape.equals(shape);
  }

  @Override
  public int hashCode() {
    return shape.hashCode();
  }

  @Override
  public String toString() {
    return "ComputationGraph[" + edgeCount() + " edges, " + shape + "]";
  }
}
