package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Computes components one at a time, each from its own inputs: how far what it writes is from its
 * stand-in, x_u − c_u. Within a layer, inputs that are the same tensor are normed once, and heads
 * that write together are computed once.
 */
final class Component implements AutoCloseable {

  private final AblatedRun ablated;
  private final LoadedModel model;
  private final PositionTables tables;
  private final IdentityHashMap<NDArray, NDArray> normed = new IdentityHashMap<>();
  private final List<NDArray> joint = new ArrayList<>(); // [batch, pos, head, d_head], or empty
  private int heldLayer = -1;

  Component(AblatedRun ablated, PositionTables tables) {
    this.ablated = ablated;
    this.model = ablated.model();
    this.tables = tables;
  }

  /**
   * The difference that a head or an MLP makes [batch, pos, d_model].
   *
   * @param inputs the stream that a receiver reads, before the norm [batch, pos, d_model]; while a
   *     layer's heads are asked for, it stays the same
   */
  NDArray difference(int sender, IntFunction<NDArray> inputs) {
    Node node = model.graph().senderNode(sender);
    Layer layer = model.layers().get(node.layer());
    if (node.layer() != heldLayer) {
      close();
      heldLayer = node.layer();
    }
    try (Scratch scratch = new Scratch()) {
      if (node.kind() == Node.Kind.MLP) {
        NDArray mlp = layer.mlpOutput(input(node, Port.INPUT, inputs));
        return scratch.keep(mlp.sub(ablated.values().mlp(node.layer())));
      }
      NDArray z = layer.headsNorm().isEmpty() ? z(node, inputs) : share(node, inputs);
      NDArray change = z.sub(ablated.values().head(node.layer(), node.index()));
      return scratch.keep(change.matMul(layer.heads().get(node.index()).wO()));
    }
  }

  private NDArray input(Node node, Port port, IntFunction<NDArray> inputs) {
    return inputs.apply(model.graph().receiver(node, port));
  }

  /** A head by itself [batch, pos, d_head]. */
  private NDArray z(Node head, IntFunction<NDArray> inputs) {
    return model
        .layers()
        .get(head.layer())
        .head(
            head.index(),
            norm(head.layer(), input(head, Port.Q, inputs)),
            norm(head.layer(), input(head, Port.K, inputs)),
            norm(head.layer(), input(head, Port.V, inputs)),
            tables);
  }

  /** A head's share behind the norm of all the layer's heads [batch, pos, d_head]. */
  private NDArray share(Node head, IntFunction<NDArray> inputs) {
    if (joint.isEmpty()) {
      NDList all = new NDList();
      for (int index = 0; index < model.spec().nHeads(); index++) {
        all.add(z(Node.head(head.layer(), index), inputs));
      }
      NDArray shares = model.layers().get(head.layer()).shares(NDArrays.stack(all, 2));
      joint.add(Scratch.release(shares));
    }
    return joint.get(0).get(new NDIndex(":, :, {}", head.index()));
  }

  private NDArray norm(int layer, NDArray input) {
    StreamNorm norm = model.layers().get(layer).norm1();
    if (norm == StreamNorm.NONE) {
      return input;
    }
    return normed.computeIfAbsent(input, stream -> Scratch.release(norm.apply(stream)));
  }

  @Override
  public void close() {
    normed.values().forEach(NDArray::close);
    normed.clear();
    joint.forEach(NDArray::close);
    joint.clear();
  }
}
