package dev.patchbay.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.model.WeightShapes;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightLoaderTest {

  private static final float[] TOKENS = {1, 2, 3, 4, 5, 6};
  private static final float[] QKV = {10, 11, 12, 13, 14, 15, 20, 21, 22, 23, 24, 25};

  @TempDir Path folder;
  private NDManager manager;

  @BeforeEach
  void openManager() {
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @Test
  void load_aFusedTensor_isSlicedReshapedAndPermuted() throws IOException {
    LoadedWeights weights = load(file(), "{'model_type':'tiny','layers':1}", DataType.FLOAT32);

    assertThat(weights.tensor("blocks.0.attn.W_K").getShape()).isEqualTo(new Shape(2, 2, 1));
    assertThat(weights.tensor("blocks.0.attn.W_K").toFloatArray()).containsExactly(12, 22, 13, 23);
  }

  @Test
  void load_aTiedTensor_isReadForBothWeights() throws IOException {
    LoadedWeights weights = load(file(), "{'model_type':'tiny','layers':1}", DataType.FLOAT64);

    assertThat(weights.tensor("embed.W_E").toDoubleArray()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(weights.tensor("unembed.W_U").toDoubleArray()).containsExactly(1, 3, 5, 2, 4, 6);
  }

  @Test
  void load_anyModel_givesEveryWeightInItsShape() throws IOException {
    LoadedWeights weights = load(file(), "{'model_type':'tiny','layers':1}", DataType.FLOAT32);

    assertThat(weights.tensors().keySet())
        .isEqualTo(WeightShapes.of(weights.info().spec()).keySet());
    WeightShapes.of(weights.info().spec())
        .forEach(
            (name, shape) -> assertThat(weights.tensor(name).getShape()).as(name).isEqualTo(shape));
  }

  private SafetensorsWriter file() {
    return new SafetensorsWriter()
        .f32("tokens", new long[] {3, 2}, TOKENS)
        .f32("positions", new long[] {2, 2}, 7, 8, 9, 10)
        .f32("qkv", new long[] {2, 6}, QKV)
        .f32("out", new long[] {2, 2}, 1, 0, 0, 1)
        .tensor("mask", "BOOL", new long[] {2}, new byte[] {0, 1});
  }

  private LoadedWeights load(SafetensorsWriter file, String config, DataType dataType)
      throws IOException {
    file.write(folder.resolve("model.safetensors"));
    Files.writeString(folder.resolve("config.json"), config.replace('\'', '"'));
    return WeightLoader.load(
        new FolderSource().open(folder.toString()).orElseThrow(),
        new TinyArchitecture(),
        manager,
        dataType);
  }

  @Test
  void load_anInfiniteWeight_isRefusedWithItsPlace() {
    SafetensorsWriter file = file().f32("out", new long[] {2, 2}, 1, 0, Float.NaN, 1);

    assertThatThrownBy(() -> load(file, "{'model_type':'tiny','layers':1}", DataType.FLOAT32))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("tensor 'out' holds NaN at [1, 0].");
  }
}
