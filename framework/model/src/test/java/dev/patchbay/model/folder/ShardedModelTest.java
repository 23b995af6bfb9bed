package dev.patchbay.model.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.model.safetensors.SafetensorsWriter;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.StoredTensor;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardedModelTest {

  private static final String INDEX = "model.safetensors.index.json";

  @TempDir Path folder;

  @BeforeEach
  void writeTwoShards() throws IOException {
    write("config.json", "{}");
    shard("a", 1, "x.safetensors");
    shard("b", 2, "y.safetensors");
    write(INDEX, index("\"a\":\"x.safetensors\",\"b\":\"y.safetensors\""));
  }

  @Test
  void read_twoShards_hasTheTensorsOfBoth() {
    try (Checkpoint checkpoint = ModelFolder.read(folder, "two")) {
      assertThat(checkpoint.tensorNames()).containsExactly("a", "b");
      assertThat(checkpoint.tensor("a").bytes(0, 4).getFloat()).isEqualTo(1);
      assertThat(checkpoint.tensor("b").bytes(0, 4).getFloat()).isEqualTo(2);
    }
  }

  @Test
  void read_aTensorThatTheIndexForgets_hasItToo() throws IOException {
    write(INDEX, index("\"a\":\"x.safetensors\",\"b\":\"y.safetensors\""));
    new SafetensorsWriter()
        .f32("b", new long[] {1}, 2)
        .f32("c", new long[] {1}, 3)
        .write(folder.resolve("y.safetensors"));

    try (Checkpoint checkpoint = ModelFolder.read(folder, "two")) {
      assertThat(checkpoint.tensorNames()).containsExactly("a", "b", "c");
      assertThat(checkpoint.tensor("c").bytes(0, 4).getFloat()).isEqualTo(3);
    }
  }

  /** Both were saved by one program from one model, in one file and in three. */
  @Test
  void read_aModelInThreeShards_equalsTheOneInOneFile() {
    try (Checkpoint whole = ModelFolder.read(resource("llama-tiny"), "whole");
        Checkpoint sharded = ModelFolder.read(resource("llama-tiny-sharded"), "sharded")) {
      assertThat(sharded.tensorNames()).hasSize(21).isEqualTo(whole.tensorNames());
      for (String name : whole.tensorNames()) {
        assertThat(sharded.tensor(name).shape()).isEqualTo(whole.tensor(name).shape());
        assertThat(bytes(sharded.tensor(name))).as(name).isEqualTo(bytes(whole.tensor(name)));
      }
    }
  }

  @Test
  void tensor_unknown_isRefusedWithTheNearMiss() {
    try (Checkpoint checkpoint = ModelFolder.read(folder, "two")) {
      assertThatThrownBy(() -> checkpoint.tensor("c"))
          .isInstanceOf(PatchbayException.class)
          .hasMessageContaining(folder.resolve(INDEX) + ": there is no tensor 'c'.");
    }
  }

  @Test
  void read_oneFileBesideAnIndex_readsTheFile() {
    shard("whole", 3, "model.safetensors");

    try (Checkpoint checkpoint = ModelFolder.read(folder, "both")) {
      assertThat(checkpoint.tensorNames()).containsExactly("whole");
    }
  }

  @Test
  void read_aShardIsMissing_isRefused() throws IOException {
    Files.delete(folder.resolve("y.safetensors"));

    assertRefused(
        folder.resolve("y.safetensors")
            + ": the index names this file, which is missing.\n"
            + "The model has 2 files of weights: copy or download all of them.");
  }

  @Test
  void read_theIndexNamesATensorThatItsShardLacks_isRefused() throws IOException {
    write(INDEX, index("\"a\":\"x.safetensors\",\"c\":\"y.safetensors\""));

    assertRefused(
        folder.resolve(INDEX)
            + ": tensor 'c' should be in y.safetensors, which does not hold it.\n"
            + "The files are not of one model: copy or download them again.");
  }

  @Test
  void read_aTensorInTwoShards_isRefused() throws IOException {
    new SafetensorsWriter()
        .f32("a", new long[] {1}, 7)
        .f32("b", new long[] {1}, 2)
        .write(folder.resolve("y.safetensors"));

    assertRefused(
        folder.resolve(INDEX)
            + ": tensor 'a' is in two files, x.safetensors and y.safetensors.\n"
            + "The files are not of one model: copy or download them again.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"../x.safetensors\"",
        "\"/etc/x.safetensors\"",
        "\"..\"",
        "\"d/x.safetensors\"",
        "\"d\\\\x.safetensors\"",
        "\"C:x.safetensors\"",
        "\"\"",
        "7",
        "null",
        "[\"x.safetensors\"]"
      })
  void read_anIndexThatLeadsOutOfTheFolder_isRefused(String file) throws IOException {
    write(INDEX, index("\"a\":" + file));

    assertRefused(
        "%s: tensor 'a' is in %s, which is not the name of a file in this folder.\n"
            .formatted(folder.resolve(INDEX), file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|there is no weight_map.",
        "{\"weight_map\":{}}|there is no weight_map.",
        "{\"weight_map\":[\"x.safetensors\"]}|there is no weight_map.",
        "{\"weight_map\":{\"a\":|the file is not valid JSON (line 1:",
        "{\"weight_map\":{\"a\":\"x\",\"a\":\"y\"}}|Duplicate field 'a'",
        "''|the file holds no JSON object."
      })
  void read_aDamagedIndex_isRefused(String json, String problem) throws IOException {
    write(INDEX, json);

    assertRefused(problem);
  }

  private static byte[] bytes(StoredTensor tensor) {
    int size = Math.toIntExact(tensor.shape().size() * tensor.dataType().getNumOfBytes());
    ByteBuffer buffer = tensor.bytes(0, size);
    byte[] bytes = new byte[size];
    buffer.get(bytes);
    return bytes;
  }

  private static Path resource(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(ShardedModelTest.class.getResource("/models/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String index(String lines) {
    return "{\"metadata\":{\"total_size\":8},\"weight_map\":{" + lines + "}}";
  }

  private void shard(String tensor, float number, String file) {
    new SafetensorsWriter().f32(tensor, new long[] {1}, number).write(folder.resolve(file));
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> ModelFolder.read(folder, "m"))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining(message);
  }
}
