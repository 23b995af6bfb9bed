package dev.patchbay.engine.weights;

import ai.djl.ndarray.NDArray;
import dev.patchbay.engine.tensor.Packing;
import dev.patchbay.spi.model.ModelSpec.Activation;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Some neurons of an {@link Mlp}, their weights {@link Packing packed}; all tensors are its own.
 *
 * @param kind of the nonlinearity
 * @param gate null where nothing is gated
 */
public record PackedNeurons(
    Packing packing,
    Activation kind,
    Mlp.@Nullable Gate gate,
    NDArray wIn,
    NDArray bIn,
    NDArray wOut)
    implements AutoCloseable {

  /** What they write [..., d_model], without b_out and the norm after it. */
  public NDArray written(NDArray normed) {
    NDArray active =
        gate == null
            ? packing.active(kind, normed, wIn, bIn)
            : packing
                .active(kind, normed, gate.w(), gate.b())
                .muli(packing.affine(normed, wIn, bIn));
    return packing.product(active, wOut);
  }

  @Override
  public void close() {
    Stream.of(wIn, bIn, wOut).forEach(NDArray::close);
    if (gate != null) {
      Stream.of(gate.w(), gate.b()).forEach(NDArray::close);
    }
  }
}
