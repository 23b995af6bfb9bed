package dev.patchbay.engine.passes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.engine.tensor.SliceGroup.Member;
import dev.patchbay.engine.weights.Layer;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.engine.weights.PositionTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A run of the whole model on one batch, and what each sender wrote on the way.
 *
 * @param tokens the token embeddings [batch, pos, d_model]
 * @param positions the position embeddings where they are a sender, else null [batch, pos, d_model]
 * @param streams what each layer's heads read, before the norm [batch, pos, d_model]
 * @param qkv each layer's queries, keys and values, where they are wanted, else empty [batch, pos,
 *     3 · head · d_head]
 * @param z each layer's head outputs before W_O, as {@link Layer#shares} [batch, pos, head, d_head]
 * @param mlps each layer's MLP output [batch, pos, d_model]; empty where there are no MLPs
 * @param last the stream that the final norm reads [batch, pos, d_model]
 */
public record DensePass(
    NDArray tokens,
    @Nullable NDArray positions,
    List<NDArray> streams,
    List<NDArray> qkv,
    List<NDArray> z,
    List<NDArray> mlps,
    NDArray last) {

  /** Token embeddings [batch, pos, d_model]. */
  static NDArray embed(LoadedModel model, NDArray ids) {
    return Embedding.embedding(ids, model.embedding(), SparseFormat.DENSE).singletonOrThrow();
  }

  /** The forward pass over prompts, or over what follows a prefix. */
  static DensePass run(LoadedModel model, NDArray ids, Prefix prefix) {
    return run(model, ids, prefix, Probes.NONE, ClampedSenders.NONE, false);
  }

  /** The forward pass over prompts, with its queries, keys and values. */
  static DensePass withQkv(LoadedModel model, NDArray ids) {
    return run(model, ids, Prefix.NONE, Probes.NONE, ClampedSenders.NONE, true);
  }

  /**
   * The forward pass.
   *
   * @param ids token ids [batch, pos]
   * @param prefix which these positions follow
   * @param probes zeros that are added where gradients are wanted
   * @param clamped senders that write given values at these positions
   */
  static DensePass run(
      LoadedModel model, NDArray ids, Prefix prefix, Probes probes, ClampedSenders clamped) {
    return run(model, ids, prefix, probes, clamped, !probes.qkv().isEmpty());
  }

  private static DensePass run(
      LoadedModel model,
      NDArray ids,
      Prefix prefix,
      Probes probes,
      ClampedSenders clamped,
      boolean keepsQkv) {
    int end = prefix.length() + (int) ids.getShape().get(1);
    NDArray tokens = clamped.input(embed(model, ids));
    NDArray positions = positions(model, prefix, tokens, clamped);
    NDArray stream = // [batch, pos, d_model]
        tokens.add(positions == null ? prefix.rest(model.positions(end)) : positions);
    PositionTables tables = model.positionTables(end).between(prefix.length(), end);
    List<NDArray> streams = new ArrayList<>();
    List<NDArray> qkvs = new ArrayList<>();
    List<NDArray> zs = new ArrayList<>();
    List<NDArray> mlps = new ArrayList<>();

    for (int l = 0; l < model.layers().size(); l++) {
      Layer layer = model.layers().get(l);
      try (Scratch scratch = new Scratch()) {
        streams.add(stream);
        NDArray qkv = probes.qkv(l, layer.qkv(layer.norm1().apply(stream), tables));
        NDArray q = layer.queries(layer.splitHeads(qkv, 0), tables); // [batch, head, pos, d_head]
        NDArray k = prefix.withKeys(l, layer.keys(layer.splitHeads(qkv, 1), tables));
        NDArray v = prefix.withValues(l, layer.splitHeads(qkv, 2));
        NDArray mixed = // [batch, head, pos, d_head]
            probes.pattern().isEmpty()
                ? layer.attend(q, k, v, tables)
                : probes.pattern(l, layer.attention(q, k, tables)).matMul(v);
        NDArray z = // [batch, pos, head, d_head]
            clamped.heads(l, layer.shares(mixed.transpose(0, 2, 1, 3)));
        stream = stream.add(layer.attentionOutput(z));
        if (keepsQkv) {
          qkvs.add(scratch.keep(qkv));
        }
        zs.add(scratch.keep(z));
        if (model.spec().hasMlps()) {
          NDArray read = model.spec().parallel() ? streams.get(l) : stream;
          NDArray mlp = clamped.mlp(l, model.mlp(l).output(probes.mlp(l, read), Member.alone()));
          stream = stream.add(mlp);
          mlps.add(scratch.keep(mlp));
        }
        scratch.keep(stream);
      }
    }
    return new DensePass(tokens, positions, streams, qkvs, zs, mlps, probes.last(stream));
  }

  private static @Nullable NDArray positions(
      LoadedModel model, Prefix prefix, NDArray tokens, ClampedSenders clamped) {
    if (!model.spec().attention().positionsAreSender()) {
      return null;
    }
    int end = prefix.length() + (int) tokens.getShape().get(1);
    NDArray rows = prefix.rest(model.positionRows(end));
    return clamped.positions(tokens.zerosLike().add(rows));
  }

  /** The first positions of this pass. */
  DensePass first(int length) {
    NDIndex rows = new NDIndex().addAllDim().addSliceDim(0, length);
    return withoutQkv().map(tensor -> tensor.get(rows));
  }

  /** The pass over whole prompts that begins as this one does and ends like another. */
  DensePass followedBy(DensePass rest) {
    return new DensePass(
        tokens.concat(rest.tokens, 1),
        positions == null ? null : positions.concat(Objects.requireNonNull(rest.positions), 1),
        joined(streams, rest.streams),
        List.of(),
        joined(z, rest.z),
        joined(mlps, rest.mlps),
        last.concat(rest.last, 1));
  }

  private static List<NDArray> joined(List<NDArray> first, List<NDArray> rest) {
    return IntStream.range(0, rest.size())
        .mapToObj(layer -> first.get(layer).concat(rest.get(layer), 1))
        .toList();
  }

  /** What a pass without gradients leaves. */
  DensePass withoutQkv() {
    return new DensePass(tokens, positions, streams, List.of(), z, mlps, last);
  }

  /** The same function of every tensor. */
  DensePass map(UnaryOperator<NDArray> function) {
    return new DensePass(
        function.apply(tokens),
        positions == null ? null : function.apply(positions),
        streams.stream().map(function).toList(),
        qkv.stream().map(function).toList(),
        z.stream().map(function).toList(),
        mlps.stream().map(function).toList(),
        function.apply(last));
  }
}
