package dev.patchbay.engine.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Makes tensors of one type on one device.
 *
 * @param manager with which they go, unless they go earlier
 * @param type of floating-point numbers
 */
public record Tensors(NDManager manager, DataType type) {

  /**
   * Numbers as a tensor in memory of its own. DJL lays a tensor over the Java buffer that it is
   * made of, and that buffer goes when the {@code NDArray} does, even if a view or the backward
   * pass still reads it.
   */
  public NDArray of(double[] numbers, Shape shape) {
    try (NDArray overBuffer = manager.create(numbers, shape)) {
      return overBuffer.toType(type, false).duplicate();
    }
  }

  /** Whole numbers as a tensor in memory of its own: token ids, row numbers. */
  public NDArray integers(long[] numbers, Shape shape) {
    try (NDArray overBuffer = manager.create(numbers, shape)) {
      return overBuffer.duplicate();
    }
  }

  public NDArray zeros(long... shape) {
    return manager.zeros(new Shape(shape), type);
  }

  /** A tensor that is still to be written. */
  public NDArray empty(long... shape) {
    return manager.create(new Shape(shape), type);
  }
}
