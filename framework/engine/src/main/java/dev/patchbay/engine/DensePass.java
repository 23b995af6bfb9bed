package dev.patchbay.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A run of the whole model on one batch, and what each sender wrote on the way.
 *
 * @param tokens the token embeddings [batch, pos, d_model]
 * @param positions the position embeddings where they are a sender, else empty [batch, pos,
 *     d_model]
 * @param streams what each layer's heads read, before the norm [batch, pos, d_model]
 * @param qkv each layer's queries, keys and values, where they are wanted, else empty [batch, pos,
 *     3 · head · d_head]
 * @param z each layer's head outputs before W_O, as {@link Layer#shares} [batch, pos, head, d_head]
 * @param patterns each layer's attention patterns [batch, head, destination, source]
 * @param mlps each layer's MLP output [batch, pos, d_model]; empty where there are no MLPs
 * @param last the stream that the final norm reads [batch, pos, d_model]
 */
record DensePass(
    NDArray tokens,
    List<NDArray> positions,
    List<NDArray> streams,
    List<NDArray> qkv,
    List<NDArray> z,
    List<NDArray> patterns,
    List<NDArray> mlps,
    NDArray last) {

  /** Token embeddings [batch, pos, d_model]. */
  static NDArray embed(LoadedModel model, NDArray ids) {
    return Embedding.embedding(ids, model.embedding(), SparseFormat.DENSE).singletonOrThrow();
  }

  /** The forward pass over prompts, or over what lies behind a front. */
  static DensePass run(LoadedModel model, NDArray ids, Front front) {
    return run(model, ids, front, Probes.NONE, HeldSenders.NONE, false);
  }

  /** The forward pass over prompts, with its queries, keys and values. */
  static DensePass withQkv(LoadedModel model, NDArray ids) {
    return run(model, ids, Front.NONE, Probes.NONE, HeldSenders.NONE, true);
  }

  /**
   * The forward pass.
   *
   * @param ids token ids [batch, pos]
   * @param front what lies in front of these positions
   * @param probes zeros that are added where gradients are wanted
   * @param held senders that write given values, at these positions
   */
  static DensePass run(
      LoadedModel model, NDArray ids, Front front, Probes probes, HeldSenders held) {
    return run(model, ids, front, probes, held, !probes.qkv().isEmpty());
  }

  private static DensePass run(
      LoadedModel model,
      NDArray ids,
      Front front,
      Probes probes,
      HeldSenders held,
      boolean keepsQkv) {
    int end = front.length() + (int) ids.getShape().get(1);
    NDArray tokens = held.input(embed(model, ids));
    List<NDArray> positions = positions(model, front, tokens, held);
    NDArray stream = // [batch, pos, d_model]
        tokens.add(positions.isEmpty() ? behind(front, model.positions(end)) : positions.get(0));
    PositionTables tables = PositionTables.of(model, end).between(front.length(), end);
    List<NDArray> streams = new ArrayList<>();
    List<NDArray> qkvs = new ArrayList<>();
    List<NDArray> zs = new ArrayList<>();
    List<NDArray> patterns = new ArrayList<>();
    List<NDArray> mlps = new ArrayList<>();

    for (int l = 0; l < model.layers().size(); l++) {
      Layer layer = model.layers().get(l);
      try (Scratch scratch = new Scratch()) {
        streams.add(stream);
        NDArray qkv = probes.qkv(l, layer.qkv(layer.norm1().apply(stream), tables));
        NDArray q = layer.queries(layer.splitHeads(qkv, 0), tables); // [batch, head, pos, d_head]
        NDArray k = front.withKeys(l, layer.keys(layer.splitHeads(qkv, 1), tables));
        NDArray v = front.withValues(l, layer.splitHeads(qkv, 2));
        NDArray pattern = probes.pattern(l, layer.attention(q, k, tables));
        NDArray z = // [batch, pos, head, d_head]
            held.heads(l, layer.shares(pattern.matMul(v).transpose(0, 2, 1, 3)));
        stream = stream.add(layer.attentionOutput(z));
        if (keepsQkv) {
          qkvs.add(scratch.keep(qkv));
        }
        patterns.add(scratch.keep(pattern));
        zs.add(scratch.keep(z));
        if (model.spec().hasMlps()) {
          NDArray read = model.spec().parallel() ? streams.get(l) : stream;
          NDArray mlp = held.mlp(l, layer.mlpOutput(probes.mlp(l, read)));
          stream = stream.add(mlp);
          mlps.add(scratch.keep(mlp));
        }
        scratch.keep(stream);
      }
    }
    return new DensePass(tokens, positions, streams, qkvs, zs, patterns, mlps, probes.last(stream));
  }

  private static List<NDArray> positions(
      LoadedModel model, Front front, NDArray tokens, HeldSenders held) {
    if (!model.spec().attention().positionsAreSender()) {
      return List.of();
    }
    int end = front.length() + (int) tokens.getShape().get(1);
    NDArray rows = behind(front, model.positionRows(end));
    return List.of(held.positions(tokens.zerosLike().add(rows)));
  }

  /** What the front leaves of something over all positions [1, pos, d_model]. */
  private static NDArray behind(Front front, NDArray rows) {
    return rows.get(new NDIndex().addAllDim().addSliceDim(front.length(), rows.getShape().get(1)));
  }

  /** What a pass without gradients leaves. */
  DensePass withoutQkv() {
    return new DensePass(tokens, positions, streams, List.of(), z, patterns, mlps, last);
  }

  /** The same function of every tensor. */
  DensePass map(UnaryOperator<NDArray> function) {
    return new DensePass(
        function.apply(tokens),
        positions.stream().map(function).toList(),
        streams.stream().map(function).toList(),
        qkv.stream().map(function).toList(),
        z.stream().map(function).toList(),
        patterns.stream().map(function).toList(),
        mlps.stream().map(function).toList(),
        function.apply(last));
  }
}
