package dev.patchbay.examples.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Java numbers as tensors in memory of their own. DJL lays a tensor over the Java buffer that it is
 * made of, and that buffer may be gone when the backward pass reads it.
 */
final class Tensors {

  private Tensors() {}

  static NDArray of(float[] numbers, Shape shape, NDManager manager) {
    try (NDArray overBuffer = manager.create(numbers, shape)) {
      return overBuffer.duplicate();
    }
  }

  static NDArray of(long[] numbers, Shape shape, NDManager manager) {
    try (NDArray overBuffer = manager.create(numbers, shape)) {
      return overBuffer.duplicate();
    }
  }
}
