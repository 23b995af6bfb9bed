package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.patchbay.spi.model.ModelSpec;
import java.util.List;

/**
 * One layer's weights and the arithmetic of its components, alone or together.
 *
 * @param spec how the model is built
 * @param norm1 in front of the heads
 * @param wQkv queries, keys and values of all heads side by side [d_model, 3 · head · d_head]
 * @param bQkv their biases [3 · head · d_head]
 * @param heads the same weights head by head, as views: no copies
 * @param wO what the heads write [head · d_head, d_model]
 * @param bO a bias that no head owns [d_model]
 * @param norm2 in front of the MLP
 * @param mlp the MLP's weights; empty where the layer has none
 */
record Layer(
    ModelSpec spec,
    NormWeights norm1,
    NDArray wQkv,
    NDArray bQkv,
    List<Head> heads,
    NDArray wO,
    NDArray bO,
    NormWeights norm2,
    List<NDArray> mlp) {

  /** √(2/π), of the tanh formula for GELU. */
  private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);

  private static final double GELU_CUBIC = .044715;

  /**
   * One head's weights.
   *
   * @param wQ [d_model, d_head]; likewise {@code wK} and {@code wV}
   * @param bQ [d_head]; likewise {@code bK} and {@code bV}
   * @param wO [d_head, d_model]
   */
  record Head(NDArray wQ, NDArray wK, NDArray wV, NDArray bQ, NDArray bK, NDArray bV, NDArray wO) {

    /** The head of this number within fused weights. */
    static Head of(NDArray wQkv, NDArray bQkv, NDArray wO, ModelSpec spec, int head) {
      int width = spec.nHeads() * spec.dHead();
      int from = head * spec.dHead();
      return new Head(
          columns(wQkv, from, spec.dHead()),
          columns(wQkv, width + from, spec.dHead()),
          columns(wQkv, 2 * width + from, spec.dHead()),
          entries(bQkv, from, spec.dHead()),
          entries(bQkv, width + from, spec.dHead()),
          entries(bQkv, 2 * width + from, spec.dHead()),
          entries(wO, from, spec.dHead()));
    }

    private static NDArray columns(NDArray matrix, int from, int count) {
      return matrix.get(new NDIndex().addAllDim().addSliceDim(from, from + count));
    }

    private static NDArray entries(NDArray tensor, int from, int count) {
      return tensor.get(new NDIndex().addSliceDim(from, from + count));
    }
  }

  /** Queries, keys and values of all heads [batch, pos, 3 · head · d_head]. */
  NDArray qkv(NDArray normed) {
    return normed.matMul(wQkv).add(bQkv);
  }

  /**
   * Attention patterns.
   *
   * @param q [..., destination, d_head]
   * @param k [..., source, d_head]
   * @param mask 0 where a destination may look, −∞ where not [destination, source]
   * @return [..., destination, source]
   */
  NDArray pattern(NDArray q, NDArray k, NDArray mask) {
    NDArray keys = k.swapAxes(k.getShape().dimension() - 2, k.getShape().dimension() - 1);
    NDArray scores = q.matMul(keys).div(spec.attentionScale());
    return scores.add(mask).softmax(-1);
  }

  /** All heads apart [batch, head, pos, d_head], from one third of {@link #qkv}. */
  NDArray splitHeads(NDArray qkv, int third) {
    long width = (long) spec.nHeads() * spec.dHead();
    Shape shape = qkv.getShape();
    return qkv.get(
            new NDIndex().addAllDim().addAllDim().addSliceDim(third * width, (third + 1) * width))
        .reshape(shape.get(0), shape.get(1), spec.nHeads(), spec.dHead())
        .transpose(0, 2, 1, 3);
  }

  /** What the heads together write, the layer's own bias included [batch, pos, d_model]. */
  NDArray attentionOutput(NDArray z) {
    Shape shape = z.getShape(); // [batch, pos, head, d_head]
    return z.reshape(shape.get(0), shape.get(1), (long) spec.nHeads() * spec.dHead())
        .matMul(wO)
        .add(bO);
  }

  /**
   * One head alone, before W_O [batch, pos, d_head]. Its three inputs may differ, as they do in a
   * circuit.
   *
   * @param q what the query reads, after the norm [batch, pos, d_model]; likewise {@code k}, {@code
   *     v}
   */
  NDArray head(int head, NDArray q, NDArray k, NDArray v, NDArray mask) {
    Head weights = heads.get(head);
    NDArray queries = q.matMul(weights.wQ()).add(weights.bQ());
    NDArray keys = k.matMul(weights.wK()).add(weights.bK());
    NDArray values = v.matMul(weights.wV()).add(weights.bV());
    return pattern(queries, keys, mask).matMul(values);
  }

  /** What the MLP writes when it reads this stream [batch, pos, d_model]; its bias included. */
  NDArray mlpOutput(NDArray stream) {
    NDArray hidden = norm2.apply(stream).matMul(mlp.get(0)).add(mlp.get(1)); // [.., d_mlp]
    return activation(hidden).matMul(mlp.get(2)).add(mlp.get(3)); // [.., d_model]
  }

  private NDArray activation(NDArray x) {
    return switch (spec.activation()) {
      case RELU -> Activation.relu(x);
      case GELU -> Activation.gelu(x);
      case SILU -> x.mul(Activation.sigmoid(x));
      case GELU_TANH -> {
        // ½(1 + tanh u) = sigmoid(2u): one operation and one large tensor less than tanh.
        NDArray twiceU = x.square().mul(GELU_CUBIC).add(1.0).mul(x).mul(2 * SQRT_2_OVER_PI);
        yield x.mul(Activation.sigmoid(twiceU));
      }
    };
  }
}
