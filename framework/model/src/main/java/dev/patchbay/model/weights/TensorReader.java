package dev.patchbay.model.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.model.StoredTensor;
import dev.patchbay.spi.plugin.PatchbayException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Copies stored tensors into the engine's memory, piece by piece through one small direct buffer: a
 * tensor may be larger than a buffer can be.
 */
final class TensorReader {

  private static final int PIECE = 1 << 20;

  private final String origin;
  private final DataType wanted;
  private final WeightHash hash;
  private final ByteBuffer staging;

  TensorReader(String origin, DataType wanted, WeightHash hash) {
    this.origin = origin;
    this.wanted = wanted;
    this.hash = hash;
    this.staging =
        ByteBuffer.allocateDirect(PIECE * wanted.getNumOfBytes()).order(ByteOrder.nativeOrder());
  }

  /** The tensor's numbers, in its own shape, attached to {@code manager}. */
  NDArray read(String name, StoredTensor tensor, NDManager manager) {
    StoredNumbers numbers =
        StoredNumbers.of(tensor.dataType())
            .orElseThrow(
                () ->
                    PatchbayException.failed(
                        "%s: tensor '%s' is stored as %s, which holds no real numbers."
                            .formatted(origin, name, tensor.dataType()),
                        "Weights are stored as F64, F32, F16 or BF16."));
    hash.tensor(name, tensor.dataType(), tensor.shape());
    long size = tensor.shape().size();
    NDArray flat = manager.create(new Shape(size), wanted);
    for (long from = 0; from < size; from += PIECE) {
      int count = (int) Math.min(PIECE, size - from);
      int width = tensor.dataType().getNumOfBytes();
      ByteBuffer bytes = tensor.bytes(from * width, count * width).order(ByteOrder.LITTLE_ENDIAN);
      hash.bytes(bytes.duplicate());
      boolean copied = copy(tensor.dataType(), bytes.duplicate().order(bytes.order()));
      if (!copied) {
        convert(name, tensor, numbers, bytes, from, count);
      }
      try (NDArray piece = manager.create(staging, new Shape(count), wanted)) {
        if (copied && !isFinite(piece)) {
          convert(name, tensor, numbers, bytes, from, count); // says where
        }
        flat.set(new NDIndex().addSliceDim(from, from + count), piece);
      }
    }
    return flat.reshape(tensor.shape());
  }

  /**
   * Takes numbers over as they are, or only widened: most models are stored so.
   *
   * @return false where they are to be converted one by one
   */
  private boolean copy(DataType stored, ByteBuffer bytes) {
    staging.clear();
    if (stored == wanted && staging.order() == bytes.order()) {
      staging.put(bytes);
    } else if (stored == DataType.BFLOAT16 && wanted == DataType.FLOAT32) {
      while (bytes.hasRemaining()) {
        staging.putInt(bytes.getShort() << Short.SIZE);
      }
    } else {
      return false;
    }
    staging.flip();
    return true;
  }

  private static boolean isFinite(NDArray piece) {
    try (NDArray least = piece.min();
        NDArray most = piece.max()) {
      // Either is NaN where any number is.
      return Double.isFinite(least.toArray()[0].doubleValue())
          && Double.isFinite(most.toArray()[0].doubleValue());
    }
  }

  private void convert(
      String name,
      StoredTensor tensor,
      StoredNumbers numbers,
      ByteBuffer bytes,
      long from,
      int count) {
    int width = tensor.dataType().getNumOfBytes();
    staging.clear();
    for (int i = 0; i < count; i++) {
      double number = numbers.at(bytes, bytes.position() + i * width);
      double rounded = wanted == DataType.FLOAT32 ? (float) number : number;
      if (!Double.isFinite(rounded)) {
        throw notFinite(name, tensor.shape(), from + i, number);
      }
      if (wanted == DataType.FLOAT32) {
        staging.putFloat((float) rounded);
      } else {
        staging.putDouble(rounded);
      }
    }
    staging.flip();
  }

  private PatchbayException notFinite(String name, Shape shape, long flat, double number) {
    String problem =
        "%s: tensor '%s' holds %s at %s.".formatted(origin, name, number, place(flat, shape));
    return Double.isFinite(number)
        ? PatchbayException.failed(
            problem, "That is more than float32 can hold: run with --dtype float64.")
        : PatchbayException.failed(
            problem, "Such a weight makes every result meaningless: check how it was saved.");
  }

  /** Row-major coordinates, counted from 0: {@code [3, 7]}. */
  private static String place(long flat, Shape shape) {
    Deque<Long> index = new ArrayDeque<>();
    long rest = flat;
    for (int axis = shape.dimension() - 1; axis >= 0; axis--) {
      index.addFirst(rest % shape.get(axis));
      rest /= shape.get(axis);
    }
    return index.toString();
  }
}
