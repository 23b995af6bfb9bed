package dev.patchbay.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.ablation.AblationScope;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.At;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Patching whose values are given: the twins of the one batch run the first time alone. What is
 * handed out is a copy, since the caller closes it.
 */
final class HeldTwins implements Ablation, AutoCloseable {

  private final List<NDArray> tensors = new ArrayList<>();
  private @Nullable Activations held;

  @Override
  public boolean readsCorrupted() {
    return true;
  }

  @Override
  public Activations values(AblationScope scope) {
    if (held == null) {
      held = scope.activations(At.CORRUPTED).map(this::hold);
    }
    return held.map(NDArray::duplicate);
  }

  private NDArray hold(NDArray tensor) {
    NDArray copy = tensor.duplicate();
    NDScope.unregister(copy);
    tensors.add(copy);
    return copy;
  }

  @Override
  public void close() {
    tensors.forEach(NDArray::close);
  }
}
