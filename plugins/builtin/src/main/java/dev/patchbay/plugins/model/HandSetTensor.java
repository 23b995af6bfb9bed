package dev.patchbay.plugins.model;

import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.model.MemoryCheckpoint;
import dev.patchbay.spi.model.StoredTensor;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** A tensor whose numbers are set one by one; all others are zero. */
final class HandSetTensor {

  private final Shape shape;
  private final double[] numbers;

  HandSetTensor(Shape shape) {
    this.shape = shape;
    this.numbers = new double[Math.toIntExact(shape.size())];
  }

  /** Sets the number at these indices. */
  void set(double number, long... indices) {
    numbers[flat(indices)] = number;
  }

  /** Adds to the number at these indices. */
  void add(double number, long... indices) {
    numbers[flat(indices)] += number;
  }

  /** Whether all numbers under these first indices are zero. */
  boolean isZero(long... first) {
    long block = shape.slice(first.length).size();
    long from = 0;
    for (int axis = 0; axis < first.length; axis++) {
      from = from * shape.get(axis) + Objects.checkIndex(first[axis], shape.get(axis));
    }
    return Arrays.stream(numbers, (int) (from * block), (int) ((from + 1) * block))
        .allMatch(number -> number == 0);
  }

  /** Replaces every number. */
  void replaceAll(DoubleUnaryOperator change) {
    Arrays.setAll(numbers, i -> change.applyAsDouble(numbers[i]));
  }

  /** The root of the mean square. */
  double size() {
    return Math.sqrt(Arrays.stream(numbers).map(number -> number * number).average().orElse(0));
  }

  /**
   * Fills a tensor of another shape with this one's vectors along an axis, each changed.
   *
   * @param axis the axis, counted from the last, which is 0
   */
  void mapTo(HandSetTensor target, int axis, UnaryOperator<double[]> change) {
    int from = (int) shape.get(shape.dimension() - 1 - axis);
    int to = (int) target.shape.get(shape.dimension() - 1 - axis);
    int stride = axis == 0 ? 1 : (int) shape.get(shape.dimension() - 1);
    for (int vector = 0; vector < numbers.length / from; vector++) {
      int block = vector / stride;
      double[] old = new double[from];
      for (int i = 0; i < from; i++) {
        old[i] = numbers[(block * from + i) * stride + vector % stride];
      }
      double[] made = change.apply(old);
      for (int i = 0; i < to; i++) {
        target.numbers[(block * to + i) * stride + vector % stride] = made[i];
      }
    }
  }

  Shape shape() {
    return shape;
  }

  /** The tensor as a checkpoint holds it: what is set later is not in it. */
  StoredTensor stored() {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return MemoryCheckpoint.tensor(shape, floats);
  }

  private int flat(long... indices) {
    if (indices.length != shape.dimension()) {
      throw new IndexOutOfBoundsException(Arrays.toString(indices) + " in " + shape);
    }
    long flat = 0;
    for (int axis = 0; axis < indices.length; axis++) {
      flat = flat * shape.get(axis) + Objects.checkIndex(indices[axis], shape.get(axis));
    }
    return Math.toIntExact(flat);
  }
}
