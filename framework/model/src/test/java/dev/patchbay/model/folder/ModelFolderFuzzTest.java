package dev.patchbay.model.folder;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.patchbay.model.safetensors.SafetensorsWriter;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.StoredTensor;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damages a file of a good sharded model at random: whatever comes of it is read whole or refused
 * in words, soon, and without allocating what a file claims.
 */
class ModelFolderFuzzTest {

  private static final int MUTATIONS = 900;

  /** The model has a few kB; parsers and messages take some more. */
  private static final long MOST_BYTES = 2L << 20;

  private static final String[] TOKENS = {
    "9223372036854775807",
    "99999999999999999999",
    "1e400",
    "-1",
    "null",
    "[[[[",
    "{\"a\":",
    "\"",
    "../",
    "\\u0000",
    "true",
    "}",
    "]",
    ",",
    ":"
  };

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"config.json", "model.safetensors.index.json", "x.safetensors"})
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void read_aDamagedFile_readsOrRefuses(String name) throws IOException {
    writeModel();
    byte[] good = Files.readAllBytes(folder.resolve(name));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Random random = new Random(41);
    reads();
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      Files.write(folder.resolve(name), mutated(good, random));
      long before = threads.getCurrentThreadAllocatedBytes();
      refused += reads() ? 0 : 1;
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("bytes allocated for mutation %s", i)
          .isLessThan(MOST_BYTES);
    }

    assertThat(refused).isBetween(1, MUTATIONS - 1);
  }

  /** Any other exception, and any error, ends the test. */
  private boolean reads() {
    try (Checkpoint checkpoint = ModelFolder.read(folder, "fuzz")) {
      for (String name : checkpoint.tensorNames()) {
        StoredTensor tensor = checkpoint.tensor(name);
        long size = tensor.shape().size() * tensor.dataType().getNumOfBytes();
        assertThat(tensor.bytes(0, Math.toIntExact(size)).remaining()).isEqualTo((int) size);
      }
      return true;
    } catch (PatchbayException e) {
      assertThat(e.getMessage()).contains(folder.toString()).contains("\n");
      return false;
    }
  }

  private static byte[] mutated(byte[] good, Random random) {
    byte[] bytes = good.clone();
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(5)) {
      case 0 -> bytes = Arrays.copyOf(bytes, at);
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 3 -> bytes[random.nextInt(Long.BYTES)] = (byte) random.nextInt();
      default -> {
        byte[] token = TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8);
        bytes = Arrays.copyOf(bytes, bytes.length + token.length);
        System.arraycopy(good, at, bytes, at + token.length, good.length - at);
        System.arraycopy(token, 0, bytes, at, token.length);
      }
    }
    return bytes;
  }

  private void writeModel() throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        "{\"model_type\":\"gpt2\",\"n_embd\":8,\"torch_dtype\":\"float32\",\"n_inner\":null,"
            + "\"quantization_config\":null,\"rope_scaling\":{\"factor\":8.0},\"ids\":[1,2]}");
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"metadata\":{\"total_size\":64},\"weight_map\":{\"a\":\"x.safetensors\","
            + "\"b\":\"x.safetensors\",\"c\":\"y.safetensors\"}}");
    new SafetensorsWriter()
        .f32("a", new long[] {3, 2}, 1, 2, 3, 4, 5, 6)
        .bits16("b", "F16", new long[] {2}, 0x3c00, 0x3800)
        .write(folder.resolve("x.safetensors"));
    new SafetensorsWriter().f64("c", new long[] {2}, 7, 8).write(folder.resolve("y.safetensors"));
  }
}
