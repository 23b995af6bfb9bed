package dev.patchbay.engine.passes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.patchbay.engine.tensor.Scratch;
import java.util.ArrayList;
import java.util.List;

/**
 * Means of every sender over all prompts of a run, at each position and over all of them. The
 * tensors live until this is closed.
 */
public final class SenderMeans implements AutoCloseable {

  private final List<Integer> prompts = new ArrayList<>(); // that have this position
  private final List<BatchActivations> sums = new ArrayList<>(); // over prompts [1, 1, ...]

  /** Adds a batch's prompts. */
  public void add(BatchActivations activations) {
    int batch = (int) activations.input().getShape().get(0);
    int length = (int) activations.input().getShape().get(1);
    try (Scratch scratch = new Scratch()) {
      BatchActivations sum = activations.map(tensor -> tensor.sum(new int[] {0}, true));
      for (int position = 0; position < length; position++) {
        int p = position;
        BatchActivations at =
            sum.map(t -> t.get(new NDIndex().addAllDim().addSliceDim(p, p + 1).addEllipseDim()));
        if (p == sums.size()) {
          prompts.add(batch);
          sums.add(at.map(tensor -> Scratch.release(tensor.duplicate())));
        } else {
          prompts.set(p, prompts.get(p) + batch);
          sums.get(p).combine(at, NDArray::addi);
        }
      }
    }
  }

  /** The mean at each of the first {@code length} positions [1, pos, ...]. */
  BatchActivations byPosition(int length) {
    BatchActivations means = mean(0);
    for (int position = 1; position < length; position++) {
      means = means.combine(mean(position), (a, b) -> a.concat(b, 1));
    }
    return means;
  }

  private BatchActivations mean(int position) {
    return sums.get(position).map(tensor -> tensor.div((double) prompts.get(position)));
  }

  /**
   * The mean over all prompts and positions, each (prompt, position) weighing the same [1, 1, ...].
   */
  BatchActivations overall() {
    double count = prompts.stream().mapToInt(n -> n).sum();
    BatchActivations total = sums.get(0);
    for (BatchActivations sum : sums.subList(1, sums.size())) {
      total = total.combine(sum, NDArray::add);
    }
    return total.map(tensor -> tensor.div(count));
  }

  @Override
  public void close() {
    sums.forEach(sum -> sum.tensors().forEach(NDArray::close));
  }
}
