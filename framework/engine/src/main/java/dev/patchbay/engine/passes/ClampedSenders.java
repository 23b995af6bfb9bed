package dev.patchbay.engine.passes;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * Senders that write given values in a pass, whatever they read.
 *
 * @param embeddings the token embeddings, under the key 0, and the positions, under 1, if clamped
 * @param heads for each layer of which a head is clamped
 * @param mlps for each layer whose MLP is clamped
 */
record ClampedSenders(
    Map<Integer, Clamp> embeddings, Map<Integer, Clamp> heads, Map<Integer, Clamp> mlps) {

  /** None: every sender writes what it computes. */
  static final ClampedSenders NONE = new ClampedSenders(Map.of(), Map.of(), Map.of());

  /**
   * Values for some senders of a tensor. What is computed is taken times zero rather than left out:
   * a probe after it then has a gradient, of zero.
   *
   * @param value what is written there, zero elsewhere
   * @param free 0 where that is written, 1 elsewhere
   */
  record Clamp(NDArray value, NDArray free) {

    /** Of a value for some: zero goes where others are computed. */
    static Clamp of(NDArray value, NDArray free) {
      return new Clamp(value.sub(value.mul(free)), free);
    }

    NDArray in(NDArray computed) {
      return computed.mul(free).add(value);
    }
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

  private static NDArray write(Map<Integer, Clamp> clamped, int key, NDArray computed) {
    Clamp here = clamped.get(key);
    return here == null ? computed : here.in(computed);
  }
}
