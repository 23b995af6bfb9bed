package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What would change if some edges went.
 *
 * @param inputs of the receivers that would read something else
 * @param differences of the senders that would write something else
 * @param lossSum the loss then, summed over the batch's prompts
 */
record Trial(Map<Integer, NDArray> inputs, Map<Integer, NDArray> differences, double lossSum) {

  Set<NDArray> tensors() {
    return distinct(inputs, differences);
  }

  void close() {
    tensors().forEach(NDArray::close);
  }

  /** Every tensor of both, once. */
  static Set<NDArray> distinct(Map<Integer, NDArray> inputs, Map<Integer, NDArray> differences) {
    Set<NDArray> tensors = Collections.newSetFromMap(new IdentityHashMap<>());
    tensors.addAll(inputs.values());
    tensors.addAll(differences.values());
    return tensors;
  }
}
