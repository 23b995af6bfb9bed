package dev.patchbay.engine.tensor;

import ai.djl.ndarray.NDArray;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Tensors that are made when first asked for, and live until this closes. */
public final class Memo<K> implements AutoCloseable {

  private final Map<K, NDArray> made = new HashMap<>();

  public NDArray get(K key, Supplier<NDArray> make) {
    NDArray known = made.get(key);
    if (known == null) {
      known = Scratch.release(make.get());
      made.put(key, known);
    }
    return known;
  }

  @Override
  public void close() {
    made.values().forEach(NDArray::close);
    made.clear();
  }
}
