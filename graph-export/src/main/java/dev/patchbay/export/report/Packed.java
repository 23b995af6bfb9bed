package dev.patchbay.export.report;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/** Numbers as the bytes of a browser's typed arrays, which are little-endian. */
final class Packed {

  private static final double TEN_THOUSANDTHS = 1e4;

  private Packed() {}

  /** A {@code Float64Array}. */
  static byte[] doubles(int count, IntToDoubleFunction value) {
    byte[] bytes = new byte[Math.multiplyExact(count, Double.BYTES)];
    ByteBuffer numbers = littleEndian(bytes);
    for (int i = 0; i < count; i++) {
      numbers.putDouble(value.applyAsDouble(i));
    }
    return bytes;
  }

  /** An {@code Int32Array}. */
  static byte[] integers(int count, IntUnaryOperator value) {
    byte[] bytes = new byte[Math.multiplyExact(count, Integer.BYTES)];
    ByteBuffer numbers = littleEndian(bytes);
    for (int i = 0; i < count; i++) {
      numbers.putInt(value.applyAsInt(i));
    }
    return bytes;
  }

  /** A {@code Uint8Array} of eight yes or no each, the first in the lowest bit. */
  static byte[] bits(int count, IntPredicate value) {
    byte[] bytes = new byte[(count + 7) / 8];
    for (int i = 0; i < count; i++) {
      if (value.test(i)) {
        bytes[i / 8] |= (byte) (1 << (i % 8));
      }
    }
    return bytes;
  }

  /** A {@code Uint16Array} of numbers from 0 to 1 in ten thousandths, row by row. */
  static byte[] fractions(List<double[]> rows) {
    int count = rows.stream().mapToInt(row -> row.length).sum();
    byte[] bytes = new byte[Math.multiplyExact(count, Short.BYTES)];
    ByteBuffer numbers = littleEndian(bytes);
    for (double[] row : rows) {
      for (double fraction : row) {
        numbers.putShort((short) Math.rint(fraction * TEN_THOUSANDTHS));
      }
    }
    return bytes;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
