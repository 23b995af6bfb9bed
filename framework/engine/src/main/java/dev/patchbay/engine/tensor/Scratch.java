package dev.patchbay.engine.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;

/**
 * Tensors that die together: every tensor that this thread makes before the scratch closes is freed
 * then, except for those that were kept, which pass to the scratch around this one, and those that
 * were released, which belong to their caller.
 *
 * <p>DJL frees a tensor only when somebody closes it or its manager; this gives each step of a pass
 * a manager's discipline without moving tensors between managers.
 */
public final class Scratch implements AutoCloseable {

  private final NDScope scope = new NDScope();
  private final List<NDArray> kept = new ArrayList<>();

  /** Lets the tensor live until the scratch around this one closes. */
  public NDArray keep(NDArray tensor) {
    NDScope.unregister(tensor);
    kept.add(tensor);
    return tensor;
  }

  /** Takes the tensor out of every scratch: the caller closes it. */
  public static NDArray release(NDArray tensor) {
    NDScope.unregister(tensor);
    return tensor;
  }

  @Override
  public void close() {
    scope.close();
    kept.forEach(NDScope::register);
  }
}
