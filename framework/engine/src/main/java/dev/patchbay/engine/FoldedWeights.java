package dev.patchbay.engine;

import ai.djl.ndarray.NDArray;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import java.util.HashMap;
import java.util.Map;

/**
 * What a circuit's heads multiply with, with all in it that can be multiplied beforehand; made when
 * first asked for. Several threads may ask.
 *
 * <p>A stream is held centred, as the norm in front of every reader sees it. What a head writes is
 * then Δz · W_O, centred; and a head's q, k or v moves by Δz · (W_O · W), a product of rank d_head
 * where the way through the stream has d_model.
 */
final class FoldedWeights implements AutoCloseable {

  /** Memory for products W_O · W of a head and its reader, in a run that may hold them. */
  static final long COMPOSED_BYTES = 128L << 20;

  private final LoadedModel model;
  private final ComputationGraph graph;
  private final Map<Integer, Projection> projections = new HashMap<>();
  private final Map<Integer, NDArray> composed = new HashMap<>();
  private final Memo<Integer> written = new Memo<>();

  /**
   * A head's input.
   *
   * @param weight with the gain of the norm in front [d_model, d_head]
   * @param offset the bias, and what the norm's bias makes of it [d_head]
   */
  record Projection(NDArray weight, NDArray offset) {}

  FoldedWeights(LoadedModel model) {
    this.model = model;
    this.graph = model.graph();
  }

  /** A head's input: from the centred stream over its scale to q, k or v. */
  synchronized Projection projection(int receiver) {
    return projections.computeIfAbsent(
        receiver,
        r -> {
          try (Scratch scratch = new Scratch()) {
            StreamNorm norm = model.layers().get(graph.receiverNode(r).layer()).norm1();
            Head head = reader(r);
            NDArray w = head.w(graph.receiverPort(r));
            NDArray bias = head.b(graph.receiverPort(r));
            NDArray nothing = model.zeros(1, model.spec().dModel());
            return new Projection(
                Scratch.release(norm.folded(w.duplicate())),
                Scratch.release(norm.seen(nothing).matMul(w).squeeze(0).add(bias)));
          }
        });
  }

  /** What a projection makes of something that comes behind the norm [..., d_head]. */
  NDArray projected(int receiver, NDArray placed) {
    return placed.matMul(reader(receiver).w(graph.receiverPort(receiver)));
  }

  /** The head that reads here; of those that share it, the first. */
  private Head reader(int receiver) {
    Node node = graph.receiverNode(receiver);
    // Not the first of those behind it: joint heads all are, of whatever group.
    int head =
        node.kind() == Node.Kind.KV_GROUP ? node.index() * graph.shape().groupSize() : node.index();
    return model.layers().get(node.layer()).heads().get(head);
  }

  /** W_O of a head, centred [d_head, d_model]. */
  synchronized NDArray written(int sender) {
    return written.get(
        sender,
        () -> {
          Node head = graph.senderNode(sender);
          NDArray wO = model.layers().get(head.layer()).heads().get(head.index()).wO();
          try (Scratch scratch = new Scratch()) {
            NDArray centred = model.finalNorm().centred(wO);
            return scratch.keep(centred == wO ? wO.duplicate() : centred);
          }
        });
  }

  /**
   * Whether there is memory for the products of all pairs of a head and a head's input: if not,
   * none is made, so that equal circuits are computed alike.
   */
  boolean holds(int pairs) {
    long square = (long) model.spec().dHead() * model.spec().dHead();
    return model.holdsProducts()
        && pairs * square * model.dataType().getNumOfBytes() <= COMPOSED_BYTES;
  }

  /** W_O · W: what a change of a head's share does to a q, k or v [d_head, d_head]. */
  synchronized NDArray composed(int sender, int receiver) {
    return composed.computeIfAbsent(
        graph.ordinal(sender, receiver), ordinal -> Scratch.release(product(sender, receiver)));
  }

  /** The same, not kept: the caller's own. */
  NDArray product(int sender, int receiver) {
    return written(sender).matMul(projection(receiver).weight());
  }

  /** Frees the products of edges that are gone. */
  synchronized void keepOnly(LiveReaders readers) {
    composed
        .entrySet()
        .removeIf(
            entry -> {
              int ordinal = entry.getKey();
              boolean gone = !readers.carries(graph.senderOf(ordinal), graph.receiverOf(ordinal));
              if (gone) {
                entry.getValue().close();
              }
              return gone;
            });
  }

  @Override
  public synchronized void close() {
    projections
        .values()
        .forEach(
            folded -> {
              folded.weight().close();
              folded.offset().close();
            });
    composed.values().forEach(NDArray::close);
    written.close();
  }
}
