package dev.patchbay.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.Gradients;
import java.util.Iterator;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Activations as the engine holds them: head outputs as z, which W_O turns into what reaches the
 * stream.
 *
 * @param positions the position embeddings where they are a sender, else empty [batch, pos,
 *     d_model]
 */
record BatchActivations(
    LoadedModel model,
    NDArray input,
    List<NDArray> positions,
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
  List<NDArray> embeddings() {
    return Stream.concat(Stream.of(input), positions.stream()).toList();
  }

  /** One head's z [batch, pos, d_head]. */
  NDArray head(int layer, int head) {
    return heads.get(layer).get(new NDIndex().addAllDim().addAllDim().addIndices(head).addAllDim());
  }

  @Override
  public NDArray sender(int sender) {
    Node node = model.graph().senderNode(sender);
    return switch (node.kind()) {
      case INPUT -> input;
      case POSITIONS -> positions.get(0);
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
        positions.isEmpty()
            ? List.of()
            : List.of(function.apply(positions.get(0), other.sender(1))),
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
        positions.stream().map(function).toList(),
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
    return Stream.of(List.of(input), positions, heads, mlps).flatMap(List::stream);
  }

  @Override
  public double[] dot(Gradients gradients) {
    if (gradients instanceof BatchGradientSum sum) {
      return finite(EdgeContraction.contract(this, sum));
    }
    if (gradients instanceof BatchGradients run) {
      try (Scratch scratch = new Scratch()) {
        return finite(EdgeContraction.contract(this, BatchGradientSum.of(run)));
      }
    }
    throw new IllegalArgumentException("Gradients of another engine: " + gradients);
  }

  /** Numbers in which the model's own did not overflow: who asked for them is not to blame. */
  private double[] finite(double[] products) {
    for (int edge = 0; edge < products.length; edge++) {
      if (!Double.isFinite(products[edge])) {
        throw GradientPass.overflow(model, "of " + model.graph().edge(edge).name(), products[edge]);
      }
    }
    return products;
  }
}
