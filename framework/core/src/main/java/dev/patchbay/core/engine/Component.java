package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import dev.patchbay.spi.graph.Node;
import java.util.IdentityHashMap;
import java.util.function.IntFunction;

/**
 * Computes components one at a time, each from its own inputs: how far what it writes is from its
 * stand-in, x_u − c_u. Within a layer, inputs that are the same tensor are normed once.
 */
final class Component implements AutoCloseable {

  private final AblatedRun ablated;
  private final LoadedModel model;
  private final PositionTables tables;
  private final IdentityHashMap<NDArray, NDArray> normed = new IdentityHashMap<>();
  private int normedLayer = -1;

  Component(AblatedRun ablated, PositionTables tables) {
    this.ablated = ablated;
    this.model = ablated.model();
    this.tables = tables;
  }

  /**
   * The difference that a head or an MLP makes [batch, pos, d_model].
   *
   * @param inputs the stream that a receiver reads, before the norm [batch, pos, d_model]
   */
  NDArray difference(int sender, IntFunction<NDArray> inputs) {
    Node node = model.graph().senderNode(sender);
    int[] receivers = model.graph().inputsOf(sender);
    Layer layer = model.layers().get(node.layer());
    try (Scratch scratch = new Scratch()) {
      if (node.kind() == Node.Kind.MLP) {
        NDArray mlp = layer.mlpOutput(inputs.apply(receivers[0]));
        return scratch.keep(mlp.sub(ablated.values().mlp(node.layer())));
      }
      NDArray z = // [batch, pos, d_head]
          layer.head(
              node.index(),
              norm(node.layer(), inputs.apply(receivers[0])),
              norm(node.layer(), inputs.apply(receivers[1])),
              norm(node.layer(), inputs.apply(receivers[2])),
              tables);
      NDArray change = z.sub(ablated.values().head(node.layer(), node.index()));
      return scratch.keep(change.matMul(layer.heads().get(node.index()).wO()));
    }
  }

  private NDArray norm(int layer, NDArray input) {
    StreamNorm norm = model.layers().get(layer).norm1();
    if (norm == StreamNorm.NONE) {
      return input;
    }
    if (layer != normedLayer) {
      close();
      normedLayer = layer;
    }
    return normed.computeIfAbsent(input, stream -> Scratch.release(norm.apply(stream)));
  }

  @Override
  public void close() {
    normed.values().forEach(NDArray::close);
    normed.clear();
  }
}
