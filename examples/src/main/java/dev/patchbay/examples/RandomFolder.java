package dev.patchbay.examples;

import ai.djl.ndarray.types.Shape;
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
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Folders with random weights, as the hub would hold them: bfloat16, in shards. */
final class RandomFolder {

  /** A shard is closed when it has so many bytes. */
  private static final long SHARD = 1L << 30;

  private static final float SCALE = .03f;
  private static final int PIECE = 1 << 20;

  private RandomFolder() {}

  /** Writes {@code config.json}, the shards and their index. */
  static void write(Path folder, String config, Map<String, Shape> tensors) throws IOException {
    Files.createDirectories(folder);
    List<Map<String, Shape>> shards = shards(tensors);
    List<String> places = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int shard = 0; shard < shards.size(); shard++) {
      String file =
          String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", shard + 1, shards.size());
      write(folder.resolve(file), shards.get(shard), random);
      shards.get(shard).keySet().forEach(name -> places.add("\"%s\":\"%s\"".formatted(name, file)));
    }
    long numbers = tensors.values().stream().mapToLong(Shape::size).sum();
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"metadata\":{\"total_size\":%s},\"weight_map\":{%s}}"
            .formatted(numbers * Short.BYTES, String.join(",", places)));
    Files.writeString(folder.resolve("config.json"), config);
  }

  private static List<Map<String, Shape>> shards(Map<String, Shape> tensors) {
    List<Map<String, Shape>> shards = new ArrayList<>();
    long open = SHARD;
    for (Map.Entry<String, Shape> tensor : tensors.entrySet()) {
      if (open >= SHARD) {
        shards.add(new LinkedHashMap<>());
        open = 0;
      }
      shards.get(shards.size() - 1).put(tensor.getKey(), tensor.getValue());
      open += tensor.getValue().size() * Short.BYTES;
    }
    return shards;
  }

  private static void write(Path file, Map<String, Shape> tensors, SplittableRandom random)
      throws IOException {
    byte[] header = header(tensors).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      out.write(length.putLong(header.length).array());
      out.write(header);
      for (Shape shape : tensors.values()) {
        draw(out, shape.size(), random);
      }
    }
  }

  private static String header(Map<String, Shape> tensors) {
    long[] begin = {0};
    return tensors.entrySet().stream()
        .map(
            tensor -> {
              long from = begin[0];
              begin[0] += tensor.getValue().size() * Short.BYTES;
              return "\"%s\":{\"dtype\":\"BF16\",\"shape\":%s,\"data_offsets\":[%s,%s]}"
                  .formatted(
                      tensor.getKey(),
                      Arrays.toString(tensor.getValue().getShape()),
                      from,
                      begin[0]);
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
}
