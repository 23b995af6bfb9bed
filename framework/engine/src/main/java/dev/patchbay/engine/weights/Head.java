package dev.patchbay.engine.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.patchbay.spi.graph.Port;
import dev.patchbay.spi.model.ModelSpec;

/**
 * One head's weights: views, no copies.
 *
 * @param wQ [d_model, d_head]; likewise {@code wK} and {@code wV}
 * @param bQ [d_head]; likewise {@code bK} and {@code bV}
 * @param wO [d_head, d_model]
 */
public record Head(
    NDArray wQ, NDArray wK, NDArray wV, NDArray bQ, NDArray bK, NDArray bV, NDArray wO) {

  /** The head of this number within fused weights. */
  static Head of(NDArray wQkv, NDArray bQkv, NDArray wO, ModelSpec spec, int head) {
    int group = head / (spec.nHeads() / spec.nKvHeads());
    int q = head * spec.dHead();
    int k = (spec.nHeads() + group) * spec.dHead();
    int v = (spec.nHeads() + spec.nKvHeads() + group) * spec.dHead();
    return new Head(
        columns(wQkv, q, spec.dHead()),
        columns(wQkv, k, spec.dHead()),
        columns(wQkv, v, spec.dHead()),
        entries(bQkv, q, spec.dHead()),
        entries(bQkv, k, spec.dHead()),
        entries(bQkv, v, spec.dHead()),
        entries(wO, q, spec.dHead()));
  }

  /** The weight of an input of the head [d_model, d_head]. */
  public NDArray w(Port port) {
    return switch (port) {
      case Q -> wQ;
      case K -> wK;
      case V -> wV;
      case INPUT, WIRE -> throw new IllegalArgumentException("No input of a head: " + port);
    };
  }

  /** The bias of an input of the head [d_head]. */
  public NDArray b(Port port) {
    return switch (port) {
      case Q -> bQ;
      case K -> bK;
      case V -> bV;
      case INPUT, WIRE -> throw new IllegalArgumentException("No input of a head: " + port);
    };
  }

  private static NDArray columns(NDArray matrix, int from, int count) {
    return matrix.get(new NDIndex().addAllDim().addSliceDim(from, from + count));
  }

  private static NDArray entries(NDArray tensor, int from, int count) {
    return tensor.get(new NDIndex().addSliceDim(from, from + count));
  }
}
