package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import dev.patchbay.spi.run.Gradients;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gradients as they come out of one backward pass. Those at heads' inputs are not taken by
 * splitting the stream for each head: they are worked out of the gradients at queries, keys and
 * values, through W and the norm.
 *
 * @param streams what each layer's heads read [batch, pos, d_model]
 * @param qkv at each layer's queries, keys and values [batch, pos, 3 · head · d_head]
 * @param mlp at what each layer's MLP reads [batch, pos, d_model]
 * @param logits at what the final norm reads [batch, pos, d_model]
 */
record BatchGradients(
    LoadedModel model, List<NDArray> streams, List<NDArray> qkv, List<NDArray> mlp, NDArray logits)
    implements Gradients {

  @Override
  public NDArray receiver(int receiver) {
    Node node = model.graph().receiverNode(receiver);
    return switch (node.kind()) {
      case LOGITS -> logits;
      case MLP -> mlp.get(node.layer());
      case HEAD -> headInput(node.layer(), node.index(), model.graph().receiverPort(receiver));
      case KV_GROUP -> {
        int size = model.graph().shape().groupSize();
        Port port = model.graph().receiverPort(receiver);
        NDArray sum = headInput(node.layer(), node.index() * size, port);
        for (int head = 1; head < size; head++) {
          sum = sum.add(headInput(node.layer(), node.index() * size + head, port));
        }
        yield sum;
      }
      case INPUT, POSITIONS -> throw new IllegalArgumentException("It reads nothing: " + node);
    };
  }

  /** The gradient at one input of a head [batch, pos, d_model]. */
  private NDArray headInput(int layer, int head, Port port) {
    Layer weights = model.layers().get(layer);
    Head of = weights.heads().get(head);
    NDArray matrix = port == Port.Q ? of.wQ() : port == Port.K ? of.wK() : of.wV();
    int dHead = model.spec().dHead();
    long from = ((long) Layer.third(port) * model.spec().nHeads() + head) * dHead;
    NDArray gradient = // [batch, pos, d_head]
        qkv.get(layer).get(new NDIndex().addEllipseDim().addSliceDim(from, from + dHead));
    StreamNorm norm = weights.norm1();
    return norm.backward(gradient.matMul(matrix.transpose()), norm.standardise(streams.get(layer)));
  }

  @Override
  public void close() {
    Stream.of(streams, qkv, mlp, List.of(logits))
        .flatMap(List::stream)
        .forEach(tensor -> Scratch.release(tensor).close());
  }
}
