package dev.patchbay.model.safetensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes small safetensors files, right ones and, through {@link #raw}, wrong ones. */
public final class SafetensorsWriter {

  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, byte[]> tensors = new LinkedHashMap<>();

  public SafetensorsWriter f32(String name, long[] shape, float... numbers) {
    byte[] bytes = new byte[numbers.length * Float.BYTES];
    little(bytes).asFloatBuffer().put(numbers);
    return tensor(name, "F32", shape, bytes);
  }

  public SafetensorsWriter f64(String name, long[] shape, double... numbers) {
    byte[] bytes = new byte[numbers.length * Double.BYTES];
    little(bytes).asDoubleBuffer().put(numbers);
    return tensor(name, "F64", shape, bytes);
  }

  /** Sixteen-bit numbers by their bits. */
  public SafetensorsWriter bits16(String name, String dtype, long[] shape, int... bits) {
    byte[] bytes = new byte[bits.length * Short.BYTES];
    for (int i = 0; i < bits.length; i++) {
      little(bytes).putShort(i * Short.BYTES, (short) bits[i]);
    }
    return tensor(name, dtype, shape, bytes);
  }

  /** Adds a tensor, or puts another in the place of the one of that name. */
  public SafetensorsWriter tensor(String name, String dtype, long[] shape, byte[] bytes) {
    tensors.put(name, bytes);
    types.put(name, "\"dtype\":\"%s\",\"shape\":%s".formatted(dtype, Arrays.toString(shape)));
    return this;
  }

  public Path write(Path file) {
    StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
    int begin = 0;
    for (Map.Entry<String, byte[]> tensor : tensors.entrySet()) {
      int end = begin + tensor.getValue().length;
      header.append(
          ",\"%s\":{%s,\"data_offsets\":[%s,%s]}"
              .formatted(tensor.getKey(), types.get(tensor.getKey()), begin, end));
      begin = end;
    }
    byte[] data = new byte[tensors.values().stream().mapToInt(b -> b.length).sum()];
    ByteBuffer buffer = little(data);
    tensors.values().forEach(buffer::put);
    return raw(file, header + "}  ", data);
  }

  /** Any header before any bytes, with the header's true length in front. */
  static Path raw(Path file, String header, byte... data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    byte[] whole = new byte[Long.BYTES + json.length + data.length];
    little(whole).putLong(json.length).put(json).put(data);
    return bytes(file, whole);
  }

  public static Path bytes(Path file, byte... bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
