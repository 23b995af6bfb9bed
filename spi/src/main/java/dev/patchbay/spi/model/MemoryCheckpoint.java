package dev.patchbay.spi.model;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.plugin.NearMiss;
import dev.patchbay.spi.plugin.PatchbayException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A checkpoint that was never a file: for models that are made by code.
 *
 * @param name what reports call the model
 * @param config its configuration
 * @param tensors its tensors, by name
 * @param tokenizer the tokenizer that belongs to it, where there is one
 */
public record MemoryCheckpoint(
    String name,
    CheckpointConfig config,
    Map<String, StoredTensor> tensors,
    Optional<Tokenizer> tokenizer)
    implements Checkpoint {

  /** A checkpoint without a tokenizer. */
  public MemoryCheckpoint(String name, CheckpointConfig config, Map<String, StoredTensor> tensors) {
    this(name, config, tensors, Optional.empty());
  }

  /**
   * A FLOAT32 tensor of these numbers.
   *
   * @throws IllegalArgumentException if there are not as many as the shape has places
   */
  public static StoredTensor tensor(Shape shape, float[] numbers) {
    if (shape.size() != numbers.length) {
      throw new IllegalArgumentException(
          "Got %s numbers for the shape %s.".formatted(numbers.length, shape));
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    return new Numbers(shape, bytes);
  }

  private record Numbers(Shape shape, ByteBuffer all) implements StoredTensor {

    @Override
    public DataType dataType() {
      return DataType.FLOAT32;
    }

    @Override
    public ByteBuffer bytes(long offset, int length) {
      return all.slice(Math.toIntExact(offset), length)
          .asReadOnlyBuffer()
          .order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  @Override
  public Set<String> tensorNames() {
    return tensors.keySet();
  }

  @Override
  public StoredTensor tensor(String wanted) {
    StoredTensor tensor = tensors.get(wanted);
    if (tensor == null) {
      throw PatchbayException.failed(
          "%s has no tensor '%s'.".formatted(name, wanted),
          "It has %s.%s".formatted(tensors.size(), NearMiss.sentence(wanted, tensors.keySet())));
    }
    return tensor;
  }

  @Override
  public void close() {}
}
