package dev.patchbay.model.weights;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.patchbay.model.file.JsonFile;
import dev.patchbay.model.file.Sha256;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.StoredTensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;

/**
 * SHA-256 over a model: its configuration as JSON with sorted keys, then for each tensor that is
 * used, in the order of names, its name, type, shape and bytes as stored.
 */
final class WeightHash {

  private static final int PIECE = 1 << 22;

  private static final ObjectWriter CANONICAL =
      JsonFile.JSON.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private final MessageDigest digest = Sha256.digest();

  /** What is still at work; it takes longer than all else that is done with the bytes. */
  private CompletableFuture<Void> before = CompletableFuture.completedFuture(null);

  WeightHash(CheckpointConfig config) {
    try {
      digest.update(CANONICAL.writeValueAsBytes(config.fields()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A configuration holds only what JSON can hold.", e);
    }
  }

  void tensor(String name, DataType type, Shape shape) {
    before.join();
    digest.update("\n%s %s %s\n".formatted(name, type, shape).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The bytes that follow, on another thread, of one piece at a time. They must not change any
   * more.
   */
  void bytes(ByteBuffer bytes) {
    before.join();
    before = CompletableFuture.runAsync(() -> digest.update(bytes));
  }

  /** A whole tensor, piece by piece. */
  void all(String name, StoredTensor tensor) {
    tensor(name, tensor.dataType(), tensor.shape());
    long size = tensor.shape().size() * tensor.dataType().getNumOfBytes();
    for (long from = 0; from < size; from += PIECE) {
      bytes(tensor.bytes(from, (int) Math.min(PIECE, size - from)));
    }
  }

  String hex() {
    before.join();
    return HexFormat.of().formatHex(digest.digest());
  }
}
