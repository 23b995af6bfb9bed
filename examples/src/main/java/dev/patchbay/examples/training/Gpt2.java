package dev.patchbay.examples.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.norm.LayerNorm;

/**
 * A transformer of GPT-2's shape (Radford et al. 2019, §2.3) that gradients flow through: learned
 * positions, LayerNorm in front of each part, GELU by the tanh formula, the unembedding tied to the
 * embedding. It is for training; what it learnt is read by Patchbay's own engine.
 */
final class Gpt2 implements AutoCloseable {

  /** Added to each variance. */
  static final float EPSILON = 1e-5f;

  /** Far below any attention score: its weight is an exact zero. */
  private static final float NEVER = -1e9f;

  private final Gpt2Size size;
  private final NDManager manager;
  // Numbers that formulas multiply with; as tensors, because the backward pass reads them again.
  private final NDArray attentionScale;
  private final NDArray geluCubic;
  private final NDArray geluSlope;
  private final NDArray future;

  Gpt2(Gpt2Size size, NDManager parent) {
    this.size = size;
    this.manager = parent.newSubManager();
    this.attentionScale = scalar(1 / Math.sqrt(size.dHead()));
    this.geluCubic = scalar(.044715);
    this.geluSlope = scalar(2 * Math.sqrt(2 / Math.PI));
    int longest = size.positions();
    float[] mask = new float[longest * longest];
    for (int to = 0; to < longest; to++) {
      for (int from = to + 1; from < longest; from++) {
        mask[to * longest + from] = NEVER;
      }
    }
    this.future = Tensors.of(mask, new Shape(longest, longest), manager);
  }

  private NDArray scalar(double number) {
    return Tensors.of(new float[] {(float) number}, new Shape(), manager);
  }

  /**
   * What the model says to each beginning of these texts [text, pos, vocabulary].
   *
   * @param ids token ids, INT64 [text, pos]
   */
  NDArray logits(Weights weights, NDArray ids) {
    long length = ids.getShape().get(1);
    NDArray embedding = weights.get("transformer.wte.weight");
    NDArray positions = weights.get("transformer.wpe.weight").get("0:" + length); // [pos, d_model]
    NDArray stream =
        Embedding.embedding(ids, embedding, SparseFormat.DENSE)
            .singletonOrThrow()
            .add(positions); // [text, pos, d_model]
    NDArray mask = future.get("0:" + length + ",0:" + length); // [to, from]
    for (int layer = 0; layer < size.layers(); layer++) {
      String at = "transformer.h." + layer + ".";
      stream =
          stream.add(attention(weights, at + "attn.", norm(weights, at + "ln_1", stream), mask));
      stream = stream.add(mlp(weights, at + "mlp.", norm(weights, at + "ln_2", stream)));
    }
    return norm(weights, "transformer.ln_f", stream).matMul(embedding.transpose());
  }

  private NDArray norm(Weights weights, String name, NDArray stream) {
    return LayerNorm.layerNorm(
            stream,
            new Shape(size.dModel()),
            weights.get(name + ".weight"),
            weights.get(name + ".bias"),
            EPSILON)
        .singletonOrThrow();
  }

  private NDArray attention(Weights weights, String at, NDArray normed, NDArray mask) {
    long texts = normed.getShape().get(0);
    long length = normed.getShape().get(1);
    NDArray qkv =
        linear(weights, at + "c_attn", normed)
            .reshape(texts, length, 3, size.heads(), size.dHead())
            .transpose(2, 0, 3, 1, 4); // [3, text, head, pos, d_head]
    NDArray scores = // [text, head, to, from]
        qkv.get(0).matMul(qkv.get(1).transpose(0, 1, 3, 2)).mul(attentionScale).add(mask);
    NDArray z = scores.softmax(-1).matMul(qkv.get(2)); // [text, head, pos, d_head]
    return linear(
        weights, at + "c_proj", z.transpose(0, 2, 1, 3).reshape(texts, length, size.dModel()));
  }

  private NDArray mlp(Weights weights, String at, NDArray normed) {
    NDArray x = linear(weights, at + "c_fc", normed); // [text, pos, d_mlp]
    // ½(1 + tanh u) = sigmoid(2u), with u = √(2/π) (x + .044715 x³).
    NDArray twiceU = x.square().mul(geluCubic).add(1.0).mul(x).mul(geluSlope);
    return linear(weights, at + "c_proj", x.mul(Activation.sigmoid(twiceU)));
  }

  private static NDArray linear(Weights weights, String name, NDArray x) {
    return x.matMul(weights.get(name + ".weight")).add(weights.get(name + ".bias"));
  }

  @Override
  public void close() {
    manager.close();
  }
}
