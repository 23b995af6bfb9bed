package dev.patchbay.plugins.model;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.model.StoredTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/** A tensor whose numbers are set one by one; all others are zero. Stored as FLOAT32. */
final class HandSetTensor implements StoredTensor {

  private final Shape shape;
  private final ByteBuffer bytes;

  HandSetTensor(long... shape) {
    this.shape = new Shape(shape);
    this.bytes =
        ByteBuffer.allocate(Math.toIntExact(this.shape.size() * Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
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
    bytes.putFloat(Math.toIntExact(flat * Float.BYTES), (float) number);
  }

  @Override
  public DataType dataType() {
    return DataType.FLOAT32;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public ByteBuffer bytes(long offset, int length) {
    return bytes
        .slice(Math.toIntExact(offset), length)
        .asReadOnlyBuffer()
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
