package dev.patchbay.engine;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a head's input becomes.
 *
 * @param raw the centred stream, projected: over the stream's scale and with its offset it is q, k
 *     or v [batch, pos, d_head]
 * @param finished as attention takes it, normed and turned where the model does that; keys and
 *     values with those of the common prefix in front [batch, pos, d_head]
 */
record Vectors(NDArray raw, NDArray finished) {

  List<NDArray> tensors() {
    return List.of(raw, finished);
  }

  Vectors map(UnaryOperator<NDArray> function) {
    return new Vectors(function.apply(raw), function.apply(finished));
  }
}
