package dev.patchbay.engine.passes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.passes.ClampedSenders.Clamp;
import dev.patchbay.engine.tensor.Numbers;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.Gradients;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Activations as the engine holds them: head outputs as z, which W_O turns into what reaches the
 * stream.
 *
 * @param positions the position embeddings where they are a sender, else null [batch, pos, d_model]
 */
public record BatchActivations(
    LoadedModel model,
    NDArray input,
    @Nullable NDArray positions,
    List<NDArray> heads,
    List<NDArray> mlps)
    implements Activations {

  static BatchActivations of(LoadedModel model, DensePass pass) {
    return new BatchActivations(model, pass.tokens(), pass.positions(), pass.z(), pass.mlps());
  }

  @Override
  public NDArray heads(int layer) {
    return heads.get(layer);
  }

  @Override
  public NDArray mlp(int layer) {
    return mlps.get(layer);
  }

  /** What the embeddings write: tokens, then positions where these are a sender. */
  public List<NDArray> embeddings() {
    return positions == null ? List.of(input) : List.of(input, positions);
  }

  /** One head's z [batch, pos, d_head]. */
  public NDArray head(int layer, int head) {
    return heads.get(layer).get(new NDIndex().addAllDim().addAllDim().addIndices(head).addAllDim());
  }

  @Override
  public NDArray sender(int sender) {
    Node node = model.graph().senderNode(sender);
    return switch (node.kind()) {
      case INPUT -> input;
      case POSITIONS -> Objects.requireNonNull(positions);
      case HEAD ->
          head(node.layer(), node.index())
              .matMul(model.layers().get(node.layer()).heads().get(node.index()).wO());
      case MLP -> mlps.get(node.layer());
      case KV_GROUP, LOGITS -> throw new IllegalArgumentException("No sender: " + node);
    };
  }

  @Override
  public Activations minus(Activations other) {
    return combine(other, NDArray::sub);
  }

  BatchActivations combine(Activations other, BinaryOperator<NDArray> function) {
    return new BatchActivations(
        model,
        function.apply(input, other.input()),
        positions == null ? null : function.apply(positions, other.sender(1)),
        IntStream.range(0, heads.size())
            .mapToObj(layer -> function.apply(heads.get(layer), other.heads(layer)))
            .toList(),
        IntStream.range(0, mlps.size())
            .mapToObj(layer -> function.apply(mlps.get(layer), other.mlp(layer)))
            .toList());
  }

  @Override
  public BatchActivations map(UnaryOperator<NDArray> function) {
    return new BatchActivations(
        model,
        function.apply(input),
        positions == null ? null : function.apply(positions),
        heads.stream().map(function).toList(),
        mlps.stream().map(function).toList());
  }

  @Override
  public Activations withInput(NDArray input) {
    return new BatchActivations(model, input, positions, heads, mlps);
  }

  /** Whether there is neither NaN nor infinity among them. */
  boolean areFinite() {
    return Stream.of(embeddings(), heads, mlps).flatMap(List::stream).allMatch(this::isFinite);
  }

  private boolean isFinite(NDArray tensor) {
    try (NDArray sum = tensor.sum()) {
      return Double.isFinite(Numbers.sum(sum));
    }
  }

  /** The same values at the positions from {@code first} on. */
  BatchActivations from(int first) {
    return first == 0
        ? this
        : map(
            tensor ->
                tensor.get(new NDIndex().addAllDim().addSliceDim(first, tensor.getShape().get(1))));
  }

  /** The same values with a row for each prompt and position, however few they came with. */
  BatchActivations broadcast(int batch, int length) {
    return map(
        tensor -> {
          long[] shape = tensor.getShape().getShape().clone();
          shape[0] = batch;
          shape[1] = length;
          return tensor.broadcast(new Shape(shape));
        });
  }

  /** The stream that the first layer reads [batch, pos, d_model]. */
  NDArray firstStream() {
    return model.firstStream(embeddings());
  }

  /** Whether these are the same numbers. */
  boolean equalTo(BatchActivations other) {
    Iterator<NDArray> others = other.tensors().iterator();
    return tensors().allMatch(tensor -> tensor.contentEquals(others.next()));
  }

  Stream<NDArray> tensors() {
    return Stream.of(embeddings(), heads, mlps).flatMap(List::stream);
  }

  /**
   * Senders clamped on the straight way from their ablated to their clean value: {@code α · clean +
   * (1 − α) · ablated}; this is the clean run.
   */
  ClampedSenders between(BatchActivations ablated, Set<Integer> senders, double alpha) {
    ClampedSenders clamped = new ClampedSenders(new HashMap<>(), new HashMap<>(), new HashMap<>());
    NDArray none = model.tensors().of(new double[] {0}, new Shape(1));
    for (int sender : senders) {
      Node node = model.graph().senderNode(sender);
      int layer = node.layer();
      switch (node.kind()) {
        case INPUT, POSITIONS -> {
          NDArray value = between(sender(sender), ablated.sender(sender), alpha);
          clamped.embeddings().put(sender, Clamp.of(value, none));
        }
        case HEAD ->
            clamped
                .heads()
                .computeIfAbsent(
                    layer,
                    l ->
                        Clamp.of(
                            between(heads(l), ablated.heads(l), alpha), freeHeads(senders, l)));
        case MLP -> {
          NDArray value = between(mlp(layer), ablated.mlp(layer), alpha);
          clamped.mlps().put(layer, Clamp.of(value, none));
        }
        case KV_GROUP, LOGITS -> throw new IllegalArgumentException("No sender: " + node);
      }
    }
    return clamped;
  }

  private static NDArray between(NDArray clean, NDArray ablated, double alpha) {
    return clean.mul(alpha).add(ablated.mul(1 - alpha));
  }

  /** 0 for the layer's heads that are clamped, 1 for the others [1, 1, head, 1]. */
  private NDArray freeHeads(Set<Integer> senders, int layer) {
    int heads = model.spec().nHeads();
    double[] free =
        IntStream.range(0, heads)
            .mapToDouble(h -> senders.contains(model.graph().sender(Node.head(layer, h))) ? 0 : 1)
            .toArray();
    return model.tensors().of(free, new Shape(1, 1, heads, 1));
  }

  @Override
  public double[] dot(Gradients gradients) {
    try (Scratch scratch = new Scratch()) {
      BatchGradientSum sum = sum(gradients);
      BatchActivations full = broadcast(sum.batch(), sum.length()).from(sum.first());
      return finite(EdgeContraction.contract(full.embeddings(), full.heads, full.mlps, sum));
    }
  }

  private static BatchGradientSum sum(Gradients gradients) {
    if (gradients instanceof BatchGradientSum sum) {
      return sum;
    }
    if (gradients instanceof BatchGradients run) {
      return BatchGradientSum.of(run);
    }
    throw new IllegalArgumentException("Gradients of another engine: " + gradients);
  }

  /** Numbers in which the model's own did not overflow: the caller is not to blame. */
  private double[] finite(double[] products) {
    for (int edge = 0; edge < products.length; edge++) {
      if (!Double.isFinite(products[edge])) {
        String where = "of " + model.graph().edge(edge).name();
        throw BatchGradients.overflow(model, where, products[edge]);
      }
    }
    return products;
  }
}
