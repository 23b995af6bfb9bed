package dev.patchbay.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.model.folder.FolderSource;
import dev.patchbay.model.folder.TinyArchitecture;
import dev.patchbay.model.safetensors.SafetensorsWriter;
import dev.patchbay.spi.model.WeightShapes;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightLoaderTest {

  private static final float[] TOKENS = {1, 2, 3, 4, 5, 6};
  private static final float[] QKV = {10, 11, 12, 13, 14, 15, 20, 21, 22, 23, 24, 25};

  private static final String CONFIG = "{'model_type':'tiny','layers':1}";

  private static final int MUTATIONS = 300;

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
    LoadedWeights weights = load(file(), CONFIG, DataType.FLOAT32);

    assertThat(weights.tensor("blocks.0.attn.W_K").getShape()).isEqualTo(new Shape(2, 2, 1));
    assertThat(weights.tensor("blocks.0.attn.W_K").toFloatArray()).containsExactly(12, 22, 13, 23);
  }

  @Test
  void load_aTiedTensor_isReadForBothWeights() throws IOException {
    LoadedWeights weights = load(file(), CONFIG, DataType.FLOAT64);

    assertThat(weights.tensor("embed.W_E").toDoubleArray()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(weights.tensor("unembed.W_U").toDoubleArray()).containsExactly(1, 3, 5, 2, 4, 6);
  }

  @Test
  void load_anyModel_givesEveryWeightInItsShape() throws IOException {
    LoadedWeights weights = load(file(), CONFIG, DataType.FLOAT32);

    assertThat(weights.tensors().keySet())
        .isEqualTo(WeightShapes.of(weights.info().spec()).keySet());
    WeightShapes.of(weights.info().spec())
        .forEach(
            (name, shape) -> assertThat(weights.tensor(name).getShape()).as(name).isEqualTo(shape));
  }

  @ParameterizedTest
  @CsvSource({
    "0x3c00, 1", "0xc000, -2", "0x3555, 0.333251953125", "0x0001, 5.9604644775390625e-8",
    "0x03ff, 6.097555160522461e-5", "0x7bff, 65504", "0x0000, 0", "0x0400, 6.103515625e-5"
  })
  void load_aHalf_isWidenedExactly(String bits, float number) throws IOException {
    SafetensorsWriter file =
        file().bits16("out", "F16", new long[] {2, 2}, Integer.decode(bits), 0, 0, 0);

    assertThat(load(file, CONFIG, DataType.FLOAT32).tensor("blocks.0.attn.W_O").toFloatArray())
        .containsExactly(number, 0, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "0x3f80, 1",
    "0xc049, -3.140625",
    "0x0001, 9.18354961579912e-41",
    "0x7f7f, 3.3895314e38"
  })
  void load_aBfloat_isWidenedExactly(String bits, float number) throws IOException {
    SafetensorsWriter file =
        file().bits16("out", "BF16", new long[] {2, 2}, Integer.decode(bits), 0, 0, 0);

    assertThat(load(file, CONFIG, DataType.FLOAT32).tensor("blocks.0.attn.W_O").toFloatArray())
        .containsExactly(number, 0, 0, 0);
  }

  @Test
  void load_aDouble_keepsAllItsDigits() throws IOException {
    SafetensorsWriter file = file().f64("out", new long[] {2, 2}, Math.PI, 0, 0, 1e300);

    assertThat(load(file, CONFIG, DataType.FLOAT64).tensor("blocks.0.attn.W_O").toDoubleArray())
        .containsExactly(Math.PI, 0, 0, 1e300);
  }

  /** More numbers than one piece holds, the last piece shorter than the others. */
  @Test
  void load_aTensorOfSeveralPieces_isReadWhole() throws IOException {
    int vocabulary = (5 << 18) + 3;
    float[] numbers = new float[vocabulary * 2];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    SafetensorsWriter file = file().f32("tokens", new long[] {vocabulary, 2}, numbers);

    LoadedWeights weights =
        load(
            file,
            "{'model_type':'tiny','layers':1,'vocabulary':" + vocabulary + "}",
            DataType.FLOAT32);

    assertThat(weights.tensor("embed.W_E").toFloatArray()).isEqualTo(numbers);
  }

  @Test
  void load_whenTheFileChangesLater_hasItsOwnCopy() throws IOException {
    LoadedWeights weights = load(file(), CONFIG, DataType.FLOAT32);
    try (FileChannel channel =
        FileChannel.open(folder.resolve("model.safetensors"), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate((int) channel.size()), 0);
    }

    assertThat(weights.tensor("embed.W_E").toFloatArray()).containsExactly(TOKENS);
  }

  @Test
  void load_anUnembeddingTiedToTheEmbedding_isHeldOnce() throws IOException {
    LoadedWeights weights = load(file(), CONFIG, DataType.FLOAT32);

    assertThat(weights.tensor("unembed.W_U").toFloatArray()).containsExactly(1, 3, 5, 2, 4, 6);
    weights.tensor("embed.W_E").muli(2);

    assertThat(weights.tensor("unembed.W_U").toFloatArray()).containsExactly(2, 6, 10, 4, 8, 12);
  }

  /**
   * An engine keeps views of weights and lets the weights themselves go. A tensor that lies in a
   * Java buffer loses its memory then, at the next garbage collection.
   */
  @Test
  void load_whenOnlyAViewIsKept_ownsItsMemory() throws IOException {
    int vocabulary = 1 << 16;
    float[] numbers = new float[vocabulary * 2];
    Arrays.fill(numbers, 3);
    SafetensorsWriter file = file().f32("tokens", new long[] {vocabulary, 2}, numbers);
    String config = "{'model_type':'tiny','layers':1,'vocabulary':" + vocabulary + "}";
    NDArray view = viewOf(load(file, config, DataType.FLOAT32));

    List<ByteBuffer> others = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      System.gc();
      others.add(filled(numbers.length * Float.BYTES));
    }

    assertThat(view.toFloatArray()).isEqualTo(numbers);
    assertThat(others).hasSize(100);
  }

  private static NDArray viewOf(LoadedWeights weights) {
    NDArray view = weights.tensor("embed.W_E").reshape(-1);
    weights.tensors().values().forEach(NDArray::close);
    return view;
  }

  private static ByteBuffer filled(int size) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(size);
    while (buffer.hasRemaining()) {
      buffer.put((byte) 1);
    }
    return buffer;
  }

  @Test
  void load_equalModels_haveEqualHashes() throws IOException {
    String first = load(file(), CONFIG, DataType.FLOAT32).info().hash();
    String reordered = "{ 'layers': 1, 'model_type': 'tiny' }";

    assertThat(first).matches("[0-9a-f]{64}");
    assertThat(load(file(), reordered, DataType.FLOAT64).info().hash()).isEqualTo(first);
  }

  @Test
  void load_anotherMask_hasTheSameHash() throws IOException {
    SafetensorsWriter other = file().tensor("mask", "BOOL", new long[] {2}, new byte[] {1, 1});

    assertThat(load(other, CONFIG, DataType.FLOAT32).info().hash())
        .isEqualTo(load(file(), CONFIG, DataType.FLOAT32).info().hash());
  }

  @Test
  void load_anotherWeight_hasAnotherHash() throws IOException {
    SafetensorsWriter other = file().f32("out", new long[] {2, 2}, 1, 0, 0, 2);

    assertThat(load(other, CONFIG, DataType.FLOAT32).info().hash())
        .isNotEqualTo(load(file(), CONFIG, DataType.FLOAT32).info().hash());
  }

  @Test
  void load_anotherConfig_hasAnotherHash() throws IOException {
    assertThat(
            load(file(), "{'model_type':'tiny','layers':1,'seed':3}", DataType.FLOAT32)
                .info()
                .hash())
        .isNotEqualTo(load(file(), CONFIG, DataType.FLOAT32).info().hash());
  }

  @Test
  void load_aNaN_isRefusedWithItsPlace() {
    assertRefused(
        file().f32("out", new long[] {2, 2}, 1, 0, Float.NaN, 1),
        CONFIG,
        ": tensor 'out' holds NaN at [1, 0].\nSuch a weight makes every result meaningless");
  }

  @Test
  void load_anInfiniteBfloat_isRefusedWithItsPlace() {
    assertRefused(
        file().bits16("out", "BF16", new long[] {2, 2}, 0, 0, 0, 0xff80),
        CONFIG,
        ": tensor 'out' holds -Infinity at [1, 1].");
  }

  @Test
  void load_aDoubleBeyondFloat32_isRefusedWithAWayOut() {
    assertRefused(
        file().f64("out", new long[] {2, 2}, 0, 1e39, 0, 0),
        CONFIG,
        ": tensor 'out' holds 1.0E39 at [0, 1].\n"
            + "That is more than float32 can hold: run with --dtype float64.");
  }

  @Test
  void load_integersForAWeight_areRefused() {
    assertRefused(
        file().tensor("out", "I64", new long[] {2, 2}, new byte[32]),
        CONFIG,
        ": tensor 'out' is stored as int64, which holds no real numbers.\n"
            + "Weights are stored as F64, F32, F16 or BF16.");
  }

  @Test
  void load_aMissingTensor_isNamedWithItsNeighbours() {
    SafetensorsWriter file =
        new SafetensorsWriter()
            .f32("token", new long[] {3, 2}, TOKENS)
            .f32("positions", new long[] {2, 2}, 7, 8, 9, 10);

    assertRefused(
        file,
        CONFIG,
        ": there is no tensor 'tokens'. Did you mean 'token'?\n"
            + "The file has 2 tensors; config.json and the weights must come from one model.");
  }

  @Test
  void load_aTensorOfAnotherShape_isRefusedWithBothShapes() {
    assertRefused(
        file(),
        "{'model_type':'tiny','layers':1,'vocabulary':4}",
        ": tensor 'tokens' has the shape (3, 2), which does not give embed.W_E the shape (4,"
            + " 2).\n");
  }

  @Test
  void load_aFusedTensorTooShortToSlice_isRefused() {
    assertRefused(
        file().f32("qkv", new long[] {2, 3}, 1, 2, 3, 4, 5, 6),
        CONFIG,
        ": tensor 'qkv' has the shape (2, 3), which does not give blocks.0.attn.W_K the shape"
            + " (2, 2, 1).");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "blocks.1.attn.W_O",
        "h.7.w",
        "final_norm.bias",
        "ln_f.w",
        "wpe.weight",
        "lm_head.bias"
      })
  void load_aTensorOfALayerANormAnEmbeddingOrTheHeadThatIsNotRead_isRefused(String tensor) {
    assertRefused(
        file().f32(tensor, new long[] {1}, 1),
        CONFIG,
        "%s: a model as in %s does not read the tensor '%s', which belongs to its layers,"
                .formatted(folder.getFileName(), folder.resolve("config.json"), tensor)
            + " norms, embeddings or head.\n"
            + "Configuration and weights contradict each other: take both from one model.");
  }

  @Test
  void load_whatIsNotReadOfAModuleThatIs_isRefused() {
    assertRefused(
        new SafetensorsWriter()
            .f32("it.tokens", new long[] {3, 2}, TOKENS)
            .f32("it.bias", new long[] {1}, 1)
            .f32("positions", new long[] {2, 2}, 7, 8, 9, 10)
            .f32("qkv", new long[] {2, 6}, QKV)
            .f32("out", new long[] {2, 2}, 1, 0, 0, 1),
        CONFIG,
        "does not read the tensor 'it.bias', which belongs");
  }

  @Test
  void notes_ofOtherTensorsThatAreNotRead_nameThem() throws IOException {
    SafetensorsWriter file =
        file()
            .tensor("scales", "F8_E4M3", new long[] {2}, new byte[2])
            .f32("v_head.summary.weight", new long[] {1}, 1)
            .f32("x", new long[] {1}, 1)
            .f32("y", new long[] {1}, 1);
    load(file, CONFIG, DataType.FLOAT32);

    assertThat(
            UnreadTensors.notes(
                new FolderSource().open(folder.toString()).orElseThrow(), new TinyArchitecture()))
        .containsExactly(
            "5 tensors 'mask', 'scales', 'v_head.summary.weight', 'x' and 1 more in the file,"
                + " which the model does not read");
  }

  @Test
  void load_moreLayersThanTensors_isRefusedAtOnce() {
    assertRefused(
        file(),
        "{'model_type':'tiny','layers':2000000000}",
        "config.json: 2000000000 layers, but the file has only 5 tensors.");
  }

  @Test
  void load_aDamagedFile_loadsOrRefuses() throws IOException {
    byte[] good = Files.readAllBytes(file().write(folder.resolve("good")));
    Files.writeString(folder.resolve("config.json"), CONFIG.replace('\'', '"'));
    Random random = new Random(5);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = good.clone();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      SafetensorsWriter.bytes(folder.resolve("model.safetensors"), bytes);
      refused += loads() ? 0 : 1;
    }

    assertThat(refused).isBetween(1, MUTATIONS - 1);
  }

  /** Any other exception, and any error, ends the test. */
  private boolean loads() {
    try (NDManager scope = manager.newSubManager()) {
      WeightLoader.load(
          new FolderSource().open(folder.toString()).orElseThrow(),
          new TinyArchitecture(),
          scope,
          DataType.FLOAT32);
      return true;
    } catch (PatchbayException e) {
      assertThat(e.getMessage()).contains("\n");
      return false;
    }
  }

  @Test
  void load_whatTheArchitectureRefuses_isRefused() {
    assertRefused(
        file(), "{'model_type':'tiny','layers':1,'untied':true}", "The model is tied.\nSay so.");
  }

  @Test
  void load_inHalfPrecision_isNoChoice() {
    assertThatThrownBy(() -> load(file(), CONFIG, DataType.FLOAT16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("FLOAT32 or FLOAT64");
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

  private void assertRefused(SafetensorsWriter file, String config, String message) {
    assertThatThrownBy(() -> load(file, config, DataType.FLOAT32))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining(message);
  }
}
