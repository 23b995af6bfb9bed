package dev.patchbay.engine.circuit;

import ai.djl.ndarray.NDArray;
import dev.patchbay.engine.weights.Layer;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A head at work.
 *
 * @param pattern where it looks [batch, destination, source]
 * @param z what it fetches [batch, destination, d_head]
 * @param share what W_O makes the head's output of: z, or its {@link Layer#shares} [batch,
 *     destination, d_head]
 */
public record HeadValue(NDArray pattern, NDArray z, NDArray share) {

  List<NDArray> tensors() {
    return List.of(pattern, z, share);
  }

  HeadValue map(UnaryOperator<NDArray> function) {
    return new HeadValue(function.apply(pattern), function.apply(z), function.apply(share));
  }
}
