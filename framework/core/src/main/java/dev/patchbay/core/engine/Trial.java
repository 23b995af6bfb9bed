package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import java.util.Set;

/**
 * What would change if some edges went.
 *
 * @param changed what would be different
 * @param own its tensors, without those that the run holds already
 * @param lossSum the loss then, summed over the prompts
 * @param passes what it took, in passes over these prompts
 */
record Trial(Held changed, Set<NDArray> own, double lossSum, double passes) {

  void close() {
    own.forEach(NDArray::close);
  }
}
