package dev.patchbay.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Keeps numbers within ±cap, smoothly: cap · tanh(x / cap).
 *
 * @param cap empty for none, else one element
 */
record SoftCap(List<NDArray> cap) {

  /** A cap; 0 for none. */
  static SoftCap of(LoadedModel model, double cap) {
    return new SoftCap(
        cap == 0 ? List.of() : List.of(model.tensor(new double[] {cap}, new Shape())));
  }

  /** The numbers, capped; themselves where there is no cap. */
  NDArray apply(NDArray numbers) {
    return cap.isEmpty() ? numbers : numbers.div(cap.get(0)).tanh().mul(cap.get(0));
  }
}
