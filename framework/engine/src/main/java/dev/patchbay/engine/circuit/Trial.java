package dev.patchbay.engine.circuit;

import ai.djl.ndarray.NDArray;
import dev.patchbay.engine.tensor.Scratch;
import java.util.List;
import java.util.Set;

/**
 * What would change if some edges went; of several candidates at once, every tensor of its own has
 * one more axis in front.
 *
 * @param changed what would be different
 * @param own its tensors, without those that the run holds already
 * @param lossSums the loss then, summed over the prompts, for each candidate
 * @param passes what it took, in passes over these prompts
 */
public record Trial(NodeValues changed, Set<NDArray> own, List<Double> lossSums, double passes) {

  /** What one candidate changes; its tensors are the caller's. */
  NodeValues of(int candidate) {
    if (lossSums.size() == 1) {
      return changed;
    }
    return changed.map(
        tensor ->
            own.contains(tensor) ? Scratch.release(tensor.get(candidate).duplicate()) : tensor);
  }

  public void close() {
    own.forEach(NDArray::close);
  }
}
