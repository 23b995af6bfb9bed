package dev.patchbay.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.graph.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Senders that write given values in a pass, whatever they read.
 *
 * @param embeddings the token embeddings, under the key 0, and the positions, under 1, if held
 * @param heads for each layer of which a head is held
 * @param mlps for each layer whose MLP is held
 */
record HeldSenders(
    Map<Integer, Held> embeddings, Map<Integer, Held> heads, Map<Integer, Held> mlps) {

  /** None: every sender writes what it computes. */
  static final HeldSenders NONE = new HeldSenders(Map.of(), Map.of(), Map.of());

  /**
   * Values for some senders of a tensor. What is computed is taken times zero rather than left out:
   * a probe behind it then has a gradient, of zero.
   *
   * @param value what is held there, zero elsewhere
   * @param free 0 where a value is held, 1 elsewhere
   */
  record Held(NDArray value, NDArray free) {

    NDArray in(NDArray computed) {
      return computed.mul(free).add(value);
    }
  }

  /**
   * Senders held on the straight way from their ablated to their clean value: {@code α · clean + (1
   * − α) · ablated}.
   */
  static HeldSenders between(
      Set<Integer> senders, BatchActivations clean, BatchActivations ablated, double alpha) {
    LoadedModel model = clean.model();
    HeldSenders held = new HeldSenders(new HashMap<>(), new HashMap<>(), new HashMap<>());
    for (int sender : senders) {
      Node node = model.graph().senderNode(sender);
      switch (node.kind()) {
        case INPUT, POSITIONS -> {
          NDArray free = model.tensor(new double[] {0}, new Shape(1));
          NDArray from = ablated.sender(sender);
          held.embeddings.put(sender, held(free, clean.sender(sender), from, alpha));
        }
        case HEAD -> {
          if (!held.heads.containsKey(node.layer())) {
            NDArray free = freeHeads(model, senders, node.layer());
            NDArray from = ablated.heads(node.layer());
            held.heads.put(node.layer(), held(free, clean.heads(node.layer()), from, alpha));
          }
        }
        case MLP -> {
          NDArray free = model.tensor(new double[] {0}, new Shape(1));
          NDArray from = ablated.mlp(node.layer());
          held.mlps.put(node.layer(), held(free, clean.mlp(node.layer()), from, alpha));
        }
        case KV_GROUP, LOGITS -> throw new IllegalArgumentException("No sender: " + node);
      }
    }
    return held;
  }

  /** 0 for the layer's heads that are held, 1 for the others [1, 1, head, 1]. */
  private static NDArray freeHeads(LoadedModel model, Set<Integer> senders, int layer) {
    int heads = model.spec().nHeads();
    double[] free =
        IntStream.range(0, heads)
            .mapToDouble(h -> senders.contains(model.graph().sender(Node.head(layer, h))) ? 0 : 1)
            .toArray();
    return model.tensor(free, new Shape(1, 1, heads, 1));
  }

  private static Held held(NDArray free, NDArray clean, NDArray ablated, double alpha) {
    NDArray value = clean.mul(alpha).add(ablated.mul(1 - alpha));
    return new Held(value.sub(value.mul(free)), free);
  }

  /** What the input writes [batch, pos, d_model]. */
  NDArray input(NDArray computed) {
    return write(embeddings, 0, computed);
  }

  /** What the positions write, where they are a sender [batch, pos, d_model]. */
  NDArray positions(NDArray computed) {
    return write(embeddings, 1, computed);
  }

  /** What a layer's heads write, before W_O [batch, pos, head, d_head]. */
  NDArray heads(int layer, NDArray computed) {
    return write(heads, layer, computed);
  }

  /** What a layer's MLP writes [batch, pos, d_model]. */
  NDArray mlp(int layer, NDArray computed) {
    return write(mlps, layer, computed);
  }

  private static NDArray write(Map<Integer, Held> held, int key, NDArray computed) {
    Held here = held.get(key);
    return here == null ? computed : here.in(computed);
  }
}
