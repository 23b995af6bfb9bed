package dev.patchbay.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.model.safetensors.Safetensors;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.StoredTensor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorReaderTest {

  private static final int WIDTH = 1 << 16;

  /** Of 65,536 sixteen-bit numbers each: 2.5 GiB, and the last ones lie beyond 2 GiB. */
  private static final int ROWS = 20_000;

  /** So many rows are read, far more than a piece. */
  private static final int READ = 40;

  @TempDir Path folder;

  /** A sparse file; what is read of it takes 10 MB as numbers, and nothing of its size is made. */
  @ParameterizedTest
  @CsvSource({"BF16, 0xC040, 0x3FC0", "F16, 0xC200, 0x3E00"})
  void read_rowsBeyondTwoGibibytes_areTheNumbersThere(
      String type, String minusThree, String oneAndAHalf) throws IOException {
    Path file = folder.resolve("big.safetensors");
    long first = (long) (ROWS - READ) * WIDTH * Short.BYTES;
    byte[] header =
        "{\"big\":{\"dtype\":\"%s\",\"shape\":[%s,%s],\"data_offsets\":[0,%s]}}"
            .formatted(type, ROWS, WIDTH, (long) ROWS * WIDTH * Short.BYTES)
            .getBytes(StandardCharsets.UTF_8);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.writeLong(Long.reverseBytes(header.length));
      sparse.write(header);
      long start = (long) Long.BYTES + header.length;
      sparse.seek(start + first + 2 * Short.BYTES);
      sparse.writeShort(Short.reverseBytes(Integer.decode(minusThree).shortValue()));
      sparse.seek(start + (long) ROWS * WIDTH * Short.BYTES - Short.BYTES);
      sparse.writeShort(Short.reverseBytes(Integer.decode(oneAndAHalf).shortValue()));
    }
    StoredTensor big = Safetensors.open(file).tensor("big");

    try (NDManager manager = NDManager.newBaseManager()) {
      float[] numbers = reader().read("rows", rows(big, first), manager).toFloatArray();

      assertThat(first).isGreaterThan(2L << 30);
      assertThat(numbers).hasSize(READ * WIDTH);
      assertThat(numbers[2]).isEqualTo(-3);
      assertThat(numbers[numbers.length - 1]).isEqualTo(1.5f);
      assertThat(numbers[0]).isZero();
      assertThat(numbers[numbers.length / 2]).isZero();
    }
  }

  private static TensorReader reader() {
    WeightHash hash = new WeightHash(new CheckpointConfig("test", Map.of()));
    return new TensorReader("test", DataType.FLOAT32, hash);
  }

  /** The last rows of the tensor, as a tensor. */
  private static StoredTensor rows(StoredTensor all, long first) {
    return new StoredTensor() {
      @Override
      public DataType dataType() {
        return all.dataType();
      }

      @Override
      public Shape shape() {
        return new Shape(READ, WIDTH);
      }

      @Override
      public ByteBuffer bytes(long offset, int length) {
        return all.bytes(first + offset, length).order(ByteOrder.LITTLE_ENDIAN);
      }
    };
  }
}
