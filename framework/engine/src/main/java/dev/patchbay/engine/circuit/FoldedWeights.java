package dev.patchbay.engine.circuit;

import ai.djl.ndarray.NDArray;
import dev.patchbay.engine.tensor.Memo;
import dev.patchbay.engine.tensor.Packing;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.engine.tensor.SliceGroup.Member;
import dev.patchbay.engine.weights.Head;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.engine.weights.Mlp;
import dev.patchbay.engine.weights.PackedNeurons;
import dev.patchbay.engine.weights.StreamNorm;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import java.util.HashMap;
import java.util.Map;

/**
 * What a circuit's nodes multiply with, with all in it that can be done beforehand; made when first
 * asked for. Several threads may ask.
 *
 * <p>A stream is kept centred, as the norm before every reader sees it; what a head writes is then
 * z · W_O, centred.
 */
final class FoldedWeights implements AutoCloseable {

  private final LoadedModel model;
  private final ComputationGraph graph;
  private final Map<Integer, Projection> projections = new HashMap<>();
  private final Memo<Integer> written = new Memo<>();
  private final Map<Share, PackedNeurons> packed = new HashMap<>();
  private final boolean oftenUsed;

  /** A key: neurons of a layer's MLP. */
  private record Share(int layer, long from, long to) {}

  /**
   * A head's input.
   *
   * @param weight with the gain of the norm before it [d_model, d_head]
   * @param offset the bias, and what the norm's bias makes of it [d_head]
   */
  record Projection(NDArray weight, NDArray offset) {}

  /**
   * @param oftenUsed whether it pays to pack the large ones
   */
  FoldedWeights(LoadedModel model, boolean oftenUsed) {
    this.model = model;
    this.graph = model.graph();
    this.oftenUsed = oftenUsed;
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
            NDArray nothing = model.tensors().zeros(1, model.spec().dModel());
            return new Projection(
                Scratch.release(norm.folded(w.duplicate())),
                Scratch.release(norm.seen(nothing).matMul(w).squeeze(0).add(bias)));
          }
        });
  }

  /** What a projection makes of something that comes after the norm [..., d_head]. */
  NDArray projected(int receiver, NDArray placed) {
    return placed.matMul(reader(receiver).w(graph.receiverPort(receiver)));
  }

  /** The head that reads here; of those that share it, the first. */
  private Head reader(int receiver) {
    Node node = graph.receiverNode(receiver);
    // Not the first sender that it feeds: joint heads all are, of whatever group.
    int head =
        node.kind() == Node.Kind.KV_GROUP ? node.index() * graph.shape().groupSize() : node.index();
    return model.layers().get(node.layer()).heads().get(head);
  }

  /** Whether it pays to pack the large ones. */
  boolean areOftenUsed() {
    return oftenUsed;
  }

  /** What a layer's MLP writes when it reads this stream: see {@link Mlp#output}. */
  NDArray mlpOutput(int layer, NDArray stream, Member member) {
    Mlp mlp = model.mlp(layer);
    Packing packing = oftenUsed ? model.packing(mlp.wIn().size()) : null;
    return packing == null
        ? mlp.output(stream, member)
        : mlp.output(
            stream,
            member,
            (normed, from, to) -> packed(packing, new Share(layer, from, to)).written(normed));
  }

  private synchronized PackedNeurons packed(Packing packing, Share share) {
    return packed.computeIfAbsent(
        share, s -> model.mlp(s.layer()).packed(packing, s.from(), s.to()));
  }

  /** W_O of a head, centred [d_head, d_model]. */
  synchronized NDArray written(int sender) {
    return written.get(
        sender,
        () -> {
          Node head = graph.senderNode(sender);
          NDArray wO = model.layers().get(head.layer()).heads().get(head.index()).wO();
          try (Scratch scratch = new Scratch()) {
            NDArray centred = model.centred(wO);
            return scratch.keep(centred == wO ? wO.duplicate() : centred);
          }
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
    written.close();
    packed.values().forEach(PackedNeurons::close);
  }
}
