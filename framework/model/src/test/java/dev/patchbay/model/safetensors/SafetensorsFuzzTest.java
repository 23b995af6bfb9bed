package dev.patchbay.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.model.StoredTensor;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages a good file at random: whatever comes of it is read whole or refused in words. */
class SafetensorsFuzzTest {

  private static final int MUTATIONS = 600;

  @TempDir Path folder;

  @Test
  void open_aDamagedFile_readsOrRefuses() throws IOException {
    byte[] good = Files.readAllBytes(goodFile());
    Random random = new Random(20);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      Path damaged =
          SafetensorsWriter.bytes(folder.resolve(i + ".safetensors"), mutated(good, random));
      refused += reads(damaged) ? 0 : 1;
    }

    assertThat(refused).isBetween(1, MUTATIONS - 1);
  }

  /** Any other exception, and any error, ends the test. */
  private static boolean reads(Path file) {
    try {
      Safetensors tensors = Safetensors.open(file);
      for (String name : tensors.names()) {
        StoredTensor tensor = tensors.tensor(name);
        long size = tensor.shape().size() * tensor.dataType().getNumOfBytes();
        assertThat(tensor.bytes(0, Math.toIntExact(size)).remaining()).isEqualTo((int) size);
      }
      return true;
    } catch (PatchbayException e) {
      assertThat(e.getMessage()).contains(file.toString()).contains("\n");
      return false;
    }
  }

  private static byte[] mutated(byte[] good, Random random) {
    byte[] bytes = good.clone();
    switch (random.nextInt(4)) {
      case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> bytes[random.nextInt(Long.BYTES)] = (byte) random.nextInt();
      case 2 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      default -> {
        for (int i = 0; i < 5; i++) {
          bytes[Long.BYTES + random.nextInt(100)] =
              (byte) "0123456789[]{},:\"".charAt(random.nextInt(17));
        }
      }
    }
    return bytes;
  }

  private Path goodFile() {
    return new SafetensorsWriter()
        .f32("tokens", new long[] {3, 2}, 1, 2, 3, 4, 5, 6)
        .f64("positions", new long[] {2}, 7, 8)
        .bits16("half", "F16", new long[] {2}, 0x3c00, 0x3800)
        .tensor("mask", "BOOL", new long[] {2}, new byte[] {0, 1})
        .write(folder.resolve("good.safetensors"));
  }
}
