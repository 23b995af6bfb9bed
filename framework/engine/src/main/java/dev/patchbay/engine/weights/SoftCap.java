package dev.patchbay.engine.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps numbers within ±cap, smoothly: cap · tanh(x / cap).
 *
 * @param cap null for none
 */
public record SoftCap(@Nullable NDArray cap) {

  /** A cap; 0 for none. */
  static SoftCap of(Tensors tensors, double cap) {
    return new SoftCap(cap == 0 ? null : tensors.of(new double[] {cap}, new Shape()));
  }

  /** The numbers, capped; themselves where there is no cap. */
  public NDArray apply(NDArray numbers) {
    return cap == null ? numbers : numbers.div(cap).tanh().mul(cap);
  }
}
