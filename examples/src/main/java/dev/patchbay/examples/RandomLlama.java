package dev.patchbay.examples;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A folder with random weights in Llama's layout, as the hub would hold it: bfloat16, in shards,
 * the unembedding tied to the embedding.
 *
 * @param layers how many
 * @param heads of queries
 * @param kvHeads of keys and values
 * @param dModel the width of the residual stream
 * @param dMlp the width of an MLP
 * @param dVocab tokens
 */
record RandomLlama(int layers, int heads, int kvHeads, int dModel, int dMlp, int dVocab) {

  /** The shape of Llama 3.2 1B: 1.24 billion weights. */
  static final RandomLlama ONE_BILLION = new RandomLlama(16, 32, 8, 2048, 8192, 128_256);

  /** A shard is closed when it has so many bytes. */
  private static final long SHARD = 1L << 30;

  private static final float SCALE = .03f;
  private static final int PIECE = 1 << 20;

  /** How many numbers the files hold. */
  long weights() {
    return tensors().values().stream().mapToLong(RandomLlama::size).sum();
  }

  /** Writes the folder: {@code config.json}, the shards and their index. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Map<String, long[]>> shards = shards();
    List<String> places = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int shard = 0; shard < shards.size(); shard++) {
      String file = "model-%05d-of-%05d.safetensors".formatted(shard + 1, shards.size());
      write(folder.resolve(file), shards.get(shard), random);
      shards.get(shard).keySet().forEach(name -> places.add("\"%s\":\"%s\"".formatted(name, file)));
    }
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"metadata\":{\"total_size\":%d},\"weight_map\":{%s}}"
            .formatted(weights() * Short.BYTES, String.join(",", places)));
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"model_type": "llama", "hidden_size": %d, "num_hidden_layers": %d, "vocab_size": %d,
         "num_attention_heads": %d, "num_key_value_heads": %d, "intermediate_size": %d,
         "max_position_embeddings": 4096, "rms_norm_eps": 1e-5, "hidden_act": "silu",
         "rope_theta": 500000.0, "tie_word_embeddings": true, "torch_dtype": "bfloat16"}
        """
            .formatted(dModel, layers, dVocab, heads, kvHeads, dMlp));
  }

  private Map<String, long[]> tensors() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    int keyWidth = dModel / heads * kvHeads;
    shapes.put("model.embed_tokens.weight", new long[] {dVocab, dModel});
    for (int layer = 0; layer < layers; layer++) {
      String at = "model.layers." + layer + ".";
      shapes.put(at + "input_layernorm.weight", new long[] {dModel});
      shapes.put(at + "self_attn.q_proj.weight", new long[] {dModel, dModel});
      shapes.put(at + "self_attn.k_proj.weight", new long[] {keyWidth, dModel});
      shapes.put(at + "self_attn.v_proj.weight", new long[] {keyWidth, dModel});
      shapes.put(at + "self_attn.o_proj.weight", new long[] {dModel, dModel});
      shapes.put(at + "post_attention_layernorm.weight", new long[] {dModel});
      shapes.put(at + "mlp.gate_proj.weight", new long[] {dMlp, dModel});
      shapes.put(at + "mlp.up_proj.weight", new long[] {dMlp, dModel});
      shapes.put(at + "mlp.down_proj.weight", new long[] {dModel, dMlp});
    }
    shapes.put("model.norm.weight", new long[] {dModel});
    return shapes;
  }

  private List<Map<String, long[]>> shards() {
    List<Map<String, long[]>> shards = new ArrayList<>();
    long open = SHARD;
    for (Map.Entry<String, long[]> tensor : tensors().entrySet()) {
      if (open >= SHARD) {
        shards.add(new LinkedHashMap<>());
        open = 0;
      }
      shards.get(shards.size() - 1).put(tensor.getKey(), tensor.getValue());
      open += size(tensor.getValue()) * Short.BYTES;
    }
    return shards;
  }

  private static void write(Path file, Map<String, long[]> tensors, SplittableRandom random)
      throws IOException {
    byte[] header = header(tensors).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      out.write(length.putLong(header.length).array());
      out.write(header);
      for (long[] shape : tensors.values()) {
        draw(out, size(shape), random);
      }
    }
  }

  private static String header(Map<String, long[]> tensors) {
    long[] begin = {0};
    return tensors.entrySet().stream()
        .map(
            tensor -> {
              long from = begin[0];
              begin[0] += size(tensor.getValue()) * Short.BYTES;
              return "\"%s\":{\"dtype\":\"BF16\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                  .formatted(tensor.getKey(), Arrays.toString(tensor.getValue()), from, begin[0]);
            })
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** The upper half of a float32's bits is the number in bfloat16. */
  private static void draw(OutputStream out, long count, SplittableRandom random)
      throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long drawn = 0; drawn < count; drawn += PIECE) {
      piece.clear();
      for (long i = drawn; i < Math.min(count, drawn + PIECE); i++) {
        float number = SCALE * (random.nextInt() >> 8) / (1 << 23);
        piece.putShort((short) (Float.floatToRawIntBits(number) >>> Short.SIZE));
      }
      out.write(piece.array(), 0, piece.position());
    }
  }

  private static long size(long... shape) {
    return LongStream.of(shape).reduce(1, Math::multiplyExact);
  }
}
