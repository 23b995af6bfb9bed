package dev.patchbay.plugins.model;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.model.StoredTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tensor of a safetensors file that Patchbay brings along. Such a file is our own, all FLOAT32,
 * its header written without blanks: files of others need the whole of JSON and are read elsewhere.
 *
 * @param shape its axes
 * @param numbers its bytes, little-endian
 */
record EmbeddedTensor(Shape shape, ByteBuffer numbers) implements StoredTensor {

  private static final Pattern ENTRY =
      Pattern.compile(
          "\"([\\w.]+)\":\\{\"dtype\":\"F32\",\"shape\":\\[([\\d,]+)],"
              + "\"data_offsets\":\\[(\\d+),(\\d+)]}");

  /** The tensors of a file, by name, in the file's order; the array is not copied. */
  static Map<String, StoredTensor> read(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = Math.toIntExact(bytes.getLong());
    String header = new String(file, Long.BYTES, headerLength, StandardCharsets.UTF_8);
    int data = Long.BYTES + headerLength;
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    Matcher entry = ENTRY.matcher(header);
    while (entry.find()) {
      long[] axes = Arrays.stream(entry.group(2).split(",")).mapToLong(Long::parseLong).toArray();
      int begin = Integer.parseInt(entry.group(3));
      int end = Integer.parseInt(entry.group(4));
      tensors.put(
          entry.group(1),
          new EmbeddedTensor(new Shape(axes), bytes.slice(data + begin, end - begin)));
    }
    return tensors;
  }

  @Override
  public DataType dataType() {
    return DataType.FLOAT32;
  }

  @Override
  public ByteBuffer bytes(long offset, int length) {
    return numbers
        .slice(Math.toIntExact(offset), length)
        .asReadOnlyBuffer()
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
