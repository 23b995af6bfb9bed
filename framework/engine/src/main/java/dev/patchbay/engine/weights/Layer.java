package dev.patchbay.engine.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.tensor.Arithmetic;
import dev.patchbay.spi.graph.Port;
import dev.patchbay.spi.model.ModelSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One layer's weights and the arithmetic of its components, alone or together.
 *
 * @param index its number
 * @param spec how the model is built
 * @param arithmetic of the model
 * @param scale what q · k is divided by []
 * @param scoreCap of attention's scores
 * @param norm1 before the heads
 * @param wQkv queries of all heads, then keys and values of all groups side by side [d_model, (head
 *     + 2 · kv_head) · d_head]
 * @param bQkv their biases [(head + 2 · kv_head) · d_head]
 * @param heads the same weights head by head, as views: no copies, and heads of a group see the
 *     same keys and values
 * @param wO what the heads write, the gain of a norm after them included [head · d_head, d_model]
 * @param bO a bias that no head owns [d_model]
 * @param headsNorm after the heads' sum
 * @param queryNorm of queries; likewise {@code keyNorm}
 * @param mlp null where the layer has none
 */
public record Layer(
    int index,
    ModelSpec spec,
    Arithmetic arithmetic,
    NDArray scale,
    SoftCap scoreCap,
    StreamNorm norm1,
    NDArray wQkv,
    NDArray bQkv,
    List<Head> heads,
    NDArray wO,
    NDArray bO,
    @Nullable HeadsNorm headsNorm,
    StreamNorm queryNorm,
    StreamNorm keyNorm,
    @Nullable Mlp mlp) {

  /**
   * Queries, keys and values of all heads [batch, pos, 3 · head · d_head]; those that a group
   * shares are computed once and then given to each of its heads.
   */
  public NDArray qkv(NDArray normed, PositionTables tables) {
    return toEachHead(projected(normed, tables.placed(normed)));
  }

  /**
   * What is there for queries of heads, then for keys and values of groups [a, b, (head + 2 ·
   * kv_head) · d_head], given to each head of its group [a, b, 3 · head · d_head].
   */
  private NDArray toEachHead(NDArray projected) {
    int groups = spec.nKvHeads();
    if (groups == spec.nHeads()) {
      return projected;
    }
    long batch = projected.getShape().get(0);
    long length = projected.getShape().get(1);
    long width = (long) spec.nHeads() * spec.dHead();
    NDIndex queries = new NDIndex().addEllipseDim().addSliceDim(0, width);
    NDIndex shared = new NDIndex().addEllipseDim().addSliceDim(width, projected.getShape().get(2));
    NDArray each = // [batch, pos, k or v, head, d_head]
        projected
            .get(shared)
            .reshape(batch, length, 2L * groups, 1, spec.dHead())
            .broadcast(batch, length, 2L * groups, spec.nHeads() / groups, spec.dHead());
    return projected.get(queries).concat(each.reshape(batch, length, 2 * width), 2);
  }

  /**
   * Queries of all heads, then keys and values of all groups [batch, pos, (head + 2 · kv_head) ·
   * d_head].
   *
   * @param placed what queries and keys read; {@code normed} itself unless positions come in here
   */
  private NDArray projected(NDArray normed, NDArray placed) {
    if (placed == normed) {
      return arithmetic.affine(normed, wQkv, bQkv);
    }
    long all = wQkv.getShape().get(1);
    long values = all - (long) spec.nKvHeads() * spec.dHead();
    NDArray queriesAndKeys =
        placed.matMul(wQkv.get(new NDIndex().addAllDim().addSliceDim(0, values)));
    NDArray v = normed.matMul(wQkv.get(new NDIndex().addAllDim().addSliceDim(values, all)));
    return queriesAndKeys.concat(v, 2).add(bQkv);
  }

  /** Queries as they meet keys: normed and turned by their positions [..., destination, d_head]. */
  public NDArray queries(NDArray q, PositionTables tables) {
    return tables.turned(queryNorm.apply(q));
  }

  /** Keys as they meet queries [..., source, d_head]. */
  public NDArray keys(NDArray k, PositionTables tables) {
    return tables.turned(keyNorm.apply(k));
  }

  /**
   * Attention patterns of {@link #queries} and {@link #keys} [..., destination, source].
   *
   * @param tables of the destinations
   */
  public NDArray attention(NDArray queries, NDArray keys, PositionTables tables) {
    int last = keys.getShape().dimension() - 1;
    NDArray scores = queries.matMul(keys.swapAxes(last - 1, last)).divi(scale);
    return scoreCap.apply(scores).addi(tables.masks().get(index)).softmax(-1);
  }

  /** What {@link #queries} fetch with {@link #keys} of values [..., destination, d_head]. */
  public NDArray attend(NDArray queries, NDArray keys, NDArray values, PositionTables tables) {
    return scoreCap.cap() == null
        ? arithmetic.attend(queries, keys, values, scale, tables.masks().get(index))
        : attention(queries, keys, tables).matMul(values);
  }

  /** All heads' patterns where they read this stream [batch, head, destination, source]. */
  public NDArray patterns(NDArray stream, PositionTables tables) {
    NDArray qkv = qkv(norm1.apply(stream), tables);
    return attention(queries(splitHeads(qkv, 0), tables), keys(splitHeads(qkv, 1), tables), tables);
  }

  /** What all heads write before W_O where they read this stream [batch, pos, head, d_head]. */
  public NDArray heads(NDArray stream, PositionTables tables) {
    NDArray qkv = qkv(norm1.apply(stream), tables);
    NDArray q = queries(splitHeads(qkv, 0), tables);
    NDArray k = keys(splitHeads(qkv, 1), tables);
    return shares(attend(q, k, splitHeads(qkv, 2), tables).transpose(0, 2, 1, 3));
  }

  /** Which third of {@link #qkv} a head's input ends in. */
  public static int third(Port port) {
    return switch (port) {
      case Q -> 0;
      case K -> 1;
      case V -> 2;
      case INPUT, WIRE -> throw new IllegalArgumentException("No input of a head: " + port);
    };
  }

  /**
   * The weights through which queries of all heads, then keys, then values see the stream before
   * the gain [3 · head, d_head, d_model]; what they see beside is constant.
   */
  public NDArray inputWeights() {
    return toEachHead(norm1.folded(wQkv).expandDims(0)) // [1, d_model, 3 · head · d_head]
        .reshape(spec.dModel(), 3L * spec.nHeads(), spec.dHead())
        .transpose(1, 2, 0)
        .duplicate(); // products with a view of it take twice as long
  }

  /** All heads apart [batch, head, pos, d_head], from one third of {@link #qkv}. */
  public NDArray splitHeads(NDArray qkv, int third) {
    long width = (long) spec.nHeads() * spec.dHead();
    Shape shape = qkv.getShape();
    return qkv.get(
            new NDIndex().addAllDim().addAllDim().addSliceDim(third * width, (third + 1) * width))
        .reshape(shape.get(0), shape.get(1), spec.nHeads(), spec.dHead())
        .transpose(0, 2, 1, 3);
  }

  /**
   * What the heads' z is after a norm of their sum, if there is one: from here on, what each writes
   * is linear in its own [batch, pos, head, d_head].
   */
  public NDArray shares(NDArray z) {
    return headsNorm == null ? z : headsNorm.shares(z);
  }

  /**
   * What the heads together write, the layer's own bias included [batch, pos, d_model].
   *
   * @param z their {@link #shares} [batch, pos, head, d_head]
   */
  public NDArray attentionOutput(NDArray z) {
    Shape shape = z.getShape(); // [batch, pos, head, d_head]
    NDArray together = z.reshape(shape.get(0), shape.get(1), (long) spec.nHeads() * spec.dHead());
    return arithmetic.affine(together, wO, bO);
  }
}
