package dev.patchbay.golden;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.model.folder.FolderSource;
import dev.patchbay.plugins.architecture.LlamaArchitecture;
import dev.patchbay.spi.model.Checkpoint;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Loading takes little more memory than the weights that are loaded. */
class LoadingMemoryTest {

  /** Of the weights in float32: what stands there when all is loaded, and what is under way. */
  private static final double MOST = 1.3;

  private static final int LAYERS = 4;
  private static final int WIDTH = 512;
  private static final int KEY_WIDTH = 128;
  private static final int MLP_WIDTH = 2048;
  private static final int VOCABULARY = 16_000;

  private static final long MILLISECOND = 1_000_000;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> load_groupedKeysAndTiedEmbedding_staysNearTheSizeOfTheWeights() {
    if (!Files.exists(MemoryProbe.STATUS)) {
      System.out.println(
          "Native memory is not tested: this system has no " + MemoryProbe.STATUS + ".");
      return Stream.of();
    }
    return Stream.of(
        DynamicTest.dynamicTest(
            "peak of loading",
            () -> {
              long weights = Float.BYTES * write();

              assertThat(peakInAProcessOfItsOwn() / (double) weights).isBetween(.9, MOST);
            }));
  }

  /** A file of zeros in bfloat16: sparse, so that it takes no room. Answers how many they are. */
  private long write() throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"model_type": "llama", "hidden_size": %s, "num_hidden_layers": %s, "vocab_size": %s,
         "num_attention_heads": 8, "num_key_value_heads": 2, "intermediate_size": %s,
         "max_position_embeddings": 64, "rms_norm_eps": 1e-5, "hidden_act": "silu",
         "rope_theta": 10000.0, "tie_word_embeddings": true}
        """
            .formatted(WIDTH, LAYERS, VOCABULARY, MLP_WIDTH));
    List<String> entries = new ArrayList<>();
    long numbers = entry(entries, 0, "model.embed_tokens", VOCABULARY, WIDTH);
    for (int layer = 0; layer < LAYERS; layer++) {
      String at = "model.layers.%s.".formatted(layer);
      numbers = entry(entries, numbers, at + "input_layernorm", WIDTH);
      numbers = entry(entries, numbers, at + "self_attn.q_proj", WIDTH, WIDTH);
      numbers = entry(entries, numbers, at + "self_attn.k_proj", KEY_WIDTH, WIDTH);
      numbers = entry(entries, numbers, at + "self_attn.v_proj", KEY_WIDTH, WIDTH);
      numbers = entry(entries, numbers, at + "self_attn.o_proj", WIDTH, WIDTH);
      numbers = entry(entries, numbers, at + "post_attention_layernorm", WIDTH);
      numbers = entry(entries, numbers, at + "mlp.gate_proj", MLP_WIDTH, WIDTH);
      numbers = entry(entries, numbers, at + "mlp.up_proj", MLP_WIDTH, WIDTH);
      numbers = entry(entries, numbers, at + "mlp.down_proj", WIDTH, MLP_WIDTH);
    }
    numbers = entry(entries, numbers, "model.norm", WIDTH);
    byte[] header = ("{" + String.join(",", entries) + "}").getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("model.safetensors");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.writeLong(Long.reverseBytes(header.length));
      sparse.write(header);
      sparse.setLength(Long.BYTES + header.length + numbers * Short.BYTES);
    }
    return numbers;
  }

  private static long entry(List<String> entries, long from, String name, long... shape) {
    long to = from + LongStream.of(shape).reduce(1, Math::multiplyExact);
    entries.add(
        "\"%s.weight\":{\"dtype\":\"BF16\",\"shape\":%s,\"data_offsets\":[%s,%s]}"
            .formatted(name, Arrays.toString(shape), from * Short.BYTES, to * Short.BYTES));
    return to;
  }

  /**
   * Without the second compiler, whose own memory is as large as this model's MLPs, and with an
   * allocator that gives a tensor's memory back at once, as it does without being told where
   * tensors are as large as a real model's.
   */
  private long peakInAProcessOfItsOwn() throws IOException {
    return MemoryProbe.run(
        LoadingMemoryTest.class,
        "128m",
        List.of("-XX:TieredStopAtLevel=1"),
        Map.of("MALLOC_MMAP_THRESHOLD_", "1000000"),
        "peak",
        folder.toString());
  }

  /** The probe: prints by how many bytes the process had grown at most while it loaded a folder. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Golden.model("llama-tiny", DataType.FLOAT32).close(); // The engine's own memory.
    AtomicBoolean loaded = new AtomicBoolean();
    AtomicLong peak = new AtomicLong();
    long before = MemoryProbe.anonymousBytes();
    Thread watcher =
        new Thread(
            () -> {
              while (!loaded.get()) {
                peak.accumulateAndGet(MemoryProbe.anonymousBytes(), Math::max);
                LockSupport.parkNanos(MILLISECOND);
              }
            });
    watcher.start();
    try (Checkpoint checkpoint = new FolderSource().open(args[0]).orElseThrow();
        LoadedModel model =
            LoadedModel.load(checkpoint, new LlamaArchitecture(), Device.cpu(), DataType.FLOAT32)) {
      loaded.set(true);
      watcher.join();
      System.out.println("peak " + (peak.get() - before));
      System.err.println(model.info());
    }
  }
}
