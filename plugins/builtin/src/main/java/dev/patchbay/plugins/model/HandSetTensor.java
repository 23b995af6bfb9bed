package dev.patchbay.plugins.model;

import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.model.MemoryCheckpoint;
import dev.patchbay.spi.model.StoredTensor;
import java.util.Arrays;
import java.util.Objects;

/** A tensor whose numbers are set one by one; all others are zero. */
final class HandSetTensor {

  private final Shape shape;
  private final float[] numbers;

  HandSetTensor(Shape shape) {
    this.shape = shape;
    this.numbers = new float[Math.toIntExact(shape.size())];
  }

  /** Sets the number at these indices. */
  void set(double number, long... indices) {
    if (indices.length != shape.dimension()) {
      throw new IndexOutOfBoundsException(Arrays.toString(indices) + " in " + shape);
    }
    long flat = 0;
    for (int axis = 0; axis < indices.length; axis++) {
      flat = flat * shape.get(axis) + Objects.checkIndex(indices[axis], shape.get(axis));
    }
    numbers[Math.toIntExact(flat)] = (float) number;
  }

  /** The tensor as a checkpoint holds it: what is set later is not in it. */
  StoredTensor stored() {
    return MemoryCheckpoint.tensor(shape, numbers);
  }
}
