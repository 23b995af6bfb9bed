package dev.patchbay.model.weights;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * How a stored number is read. Sixteen-bit numbers are widened here, since the engine has no type
 * of its own for bfloat16.
 */
@FunctionalInterface
interface StoredNumbers {

  /** The number at a byte position of a little-endian buffer; exact. */
  double at(ByteBuffer bytes, int position);

  /** The reader for a type; nothing where the type holds no real numbers. */
  static Optional<StoredNumbers> of(DataType type) {
    return switch (type) {
      case FLOAT64 -> Optional.of(ByteBuffer::getDouble);
      case FLOAT32 -> Optional.of(ByteBuffer::getFloat);
      case FLOAT16 -> Optional.of((bytes, position) -> half(bytes.getShort(position)));
      case BFLOAT16 ->
          Optional.of((bytes, p) -> Float.intBitsToFloat(bytes.getShort(p) << Short.SIZE));
      default -> Optional.empty();
    };
  }

  /** An IEEE 754 half: a sign, five bits of exponent, ten of fraction. */
  private static double half(short bits) {
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    double size;
    if (exponent == 0x1f) {
      size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      size = fraction * 0x1p-24;
    } else {
      size = Math.scalb((double) (0x400 + fraction), exponent - 25);
    }
    return bits < 0 ? -size : size;
  }
}
