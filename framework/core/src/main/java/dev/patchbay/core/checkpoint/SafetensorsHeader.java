package dev.patchbay.core.checkpoint;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a safetensors header and believes nothing in it. */
final class SafetensorsHeader {

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();

  private final String origin;
  private final long dataSize;

  private SafetensorsHeader(String origin, long dataSize) {
    this.origin = origin;
    this.dataSize = dataSize;
  }

  /**
   * The tensors that a header promises.
   *
   * @param origin the file, for messages
   * @param json the header's bytes
   * @param dataSize how many bytes follow it in the file
   */
  static Map<String, SafetensorsEntry> read(String origin, byte[] json, long dataSize) {
    SafetensorsHeader header = new SafetensorsHeader(origin, dataSize);
    Map<String, SafetensorsEntry> entries = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw damaged(origin, "the header is no JSON object", null);
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        JsonNode line = parser.readValueAsTree();
        if (!name.equals("__metadata__")) {
          entries.put(name, header.entry(name, line));
        }
      }
      if (parser.nextToken() != null) {
        throw damaged(origin, "something follows the JSON object of the header", null);
      }
    } catch (JsonProcessingException e) {
      throw damaged(origin, "the header is no valid JSON (" + JsonFile.reason(e) + ")", e);
    } catch (IOException e) {
      throw new IllegalStateException("Reading an array cannot fail.", e);
    }
    header.refuseOverlaps(entries.values());
    return entries;
  }

  /** That the file is not what its name says. */
  static PatchbayException damaged(String origin, String what, @Nullable Throwable cause) {
    return PatchbayException.failed(
        "%s: %s.".formatted(origin, what),
        "The file is damaged or no safetensors file: copy or download it again.",
        cause);
  }

  private SafetensorsEntry entry(String name, JsonNode line) {
    JsonNode dtype = line.path("dtype");
    JsonNode axes = line.path("shape");
    JsonNode offsets = line.path("data_offsets");
    if (!dtype.isTextual() || !axes.isArray() || !offsets.isArray() || offsets.size() != 2) {
      throw damaged(origin, "tensor '%s' lacks dtype, shape or data_offsets".formatted(name), null);
    }
    Optional<DataType> type = SafetensorsType.of(dtype.textValue());
    long[] shape = new long[axes.size()];
    long bytes = type.map(DataType::getNumOfBytes).orElse(1);
    try {
      for (int i = 0; i < shape.length; i++) {
        shape[i] = size(axes.get(i));
        bytes = Math.multiplyExact(bytes, shape[i]);
      }
    } catch (ArithmeticException e) {
      throw damaged(origin, "tensor '%s' has the impossible shape %s".formatted(name, axes), e);
    }
    long begin;
    long end;
    try {
      begin = size(offsets.get(0));
      end = size(offsets.get(1));
    } catch (ArithmeticException e) {
      throw damaged(origin, "tensor '%s' has the offsets %s".formatted(name, offsets), e);
    }
    // How wide the numbers of another type are, nobody asks: such a tensor cannot be read.
    long needed = type.isPresent() ? bytes : Math.max(0, end - begin);
    checkPlace(name, axes, dtype.textValue(), needed, begin, end);
    return new SafetensorsEntry(name, dtype.textValue(), new Shape(shape), begin, end);
  }

  private void checkPlace(
      String name, JsonNode axes, String dtype, long bytes, long begin, long end) {
    if (begin > end || end - begin != bytes) {
      throw damaged(
          origin,
          "tensor '%s' of shape %s in %s needs %s bytes, but its offsets are [%s,%s]"
              .formatted(name, axes, dtype, bytes, begin, end),
          null);
    }
    if (end > dataSize) {
      throw damaged(
          origin,
          "tensor '%s' ends at byte %s of the data, but only %s bytes are there"
              .formatted(name, end, dataSize),
          null);
    }
  }

  private void refuseOverlaps(Collection<SafetensorsEntry> entries) {
    List<SafetensorsEntry> byPlace =
        entries.stream()
            .filter(entry -> entry.begin() < entry.end())
            .sorted(Comparator.comparingLong(SafetensorsEntry::begin))
            .toList();
    for (int i = 1; i < byPlace.size(); i++) {
      if (byPlace.get(i).begin() < byPlace.get(i - 1).end()) {
        throw damaged(
            origin,
            "the tensors '%s' and '%s' overlap"
                .formatted(byPlace.get(i - 1).name(), byPlace.get(i).name()),
            null);
      }
    }
  }

  /** A size or offset: a whole number from 0 to the largest long. */
  private static long size(JsonNode number) {
    if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
      throw new ArithmeticException(number + " is no size.");
    }
    return number.longValue();
  }
}
