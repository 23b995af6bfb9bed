package dev.patchbay.testkit;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.model.StoredTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A FLOAT32 tensor on the heap. */
final class MemoryTensor implements StoredTensor {

  private final Shape shape;
  private final ByteBuffer bytes;

  MemoryTensor(Shape shape, float[] values) {
    if (shape.size() != values.length) {
      throw new IllegalArgumentException(
          "Got %d numbers for the shape %s.".formatted(values.length, shape));
    }
    this.shape = shape;
    this.bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
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
