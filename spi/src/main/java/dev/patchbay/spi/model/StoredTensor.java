package dev.patchbay.spi.model;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;

/** A tensor as it is stored in a checkpoint: row-major, little-endian, read piece by piece. */
public interface StoredTensor {

  /** The type of its numbers. */
  DataType dataType();

  /** Its axes. */
  Shape shape();

  /**
   * A piece of its bytes, little-endian and read-only. The buffer may be the checkpoint's own: copy
   * what outlives the checkpoint.
   *
   * @param offset the first byte, counted from the tensor's own first
   * @param length how many bytes
   * @throws IndexOutOfBoundsException if the tensor has fewer
   * @throws dev.patchbay.spi.plugin.PatchbayException if the file cannot be read
   */
  ByteBuffer bytes(long offset, int length);
}
