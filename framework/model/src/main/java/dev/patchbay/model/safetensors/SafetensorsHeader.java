package dev.patchbay.model.safetensors;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.model.file.JsonReason;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a safetensors header and believes nothing in it. */
final class SafetensorsHeader {

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();

  private static final Comparator<SafetensorsEntry> BY_PLACE =
      Comparator.comparingLong(SafetensorsEntry::begin).thenComparingLong(SafetensorsEntry::end);

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
   * @param dataSize how many bytes follow it in the file
   */
  static Map<String, SafetensorsEntry> read(String origin, byte[] json, long dataSize) {
    SafetensorsHeader header = new SafetensorsHeader(origin, dataSize);
    Map<String, SafetensorsEntry> entries = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(text(origin, json))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw damaged(origin, "the header is no JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        JsonNode line = parser.readValueAsTree();
        if (name.equals("__metadata__")) {
          header.checkMetadata(line);
        } else {
          entries.put(name, header.entry(name, line));
        }
      }
      if (parser.nextToken() != null) {
        throw damaged(origin, "something follows the JSON object of the header");
      }
    } catch (JsonProcessingException e) {
      throw damaged(origin, "the header is not valid JSON (" + JsonReason.of(e) + ")", e);
    } catch (IOException e) {
      throw new IllegalStateException("Reading an array cannot fail.", e);
    }
    header.checkCover(entries.values());
    return entries;
  }

  /** A header is UTF-8, whatever a byte order mark or every other byte say. */
  private static String text(String origin, byte[] header) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString();
    } catch (CharacterCodingException e) {
      throw damaged(origin, "the header is not UTF-8 text", e);
    }
  }

  private void checkMetadata(JsonNode metadata) {
    boolean texts = metadata.isObject();
    for (JsonNode value : metadata) {
      texts &= value.isTextual();
    }
    if (!texts && !metadata.isNull()) {
      throw damaged(origin, "'__metadata__' is not an object of texts");
    }
  }

  static PatchbayException damaged(String origin, String what) {
    return damaged(origin, what, null);
  }

  /** That the file is not what its name says. */
  private static PatchbayException damaged(String origin, String what, @Nullable Throwable cause) {
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
      throw damaged(origin, "tensor '%s' lacks dtype, shape or data_offsets".formatted(name));
    }
    Optional<DataType> type = SafetensorsEntry.type(dtype.textValue());
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
              .formatted(name, axes, dtype, bytes, begin, end));
    }
    if (end > dataSize) {
      throw damaged(
          origin,
          "tensor '%s' ends at byte %s of the data, but only %s bytes are there"
              .formatted(name, end, dataSize));
    }
  }

  /** The format leaves no byte to nobody: tensors follow each other from the first to the last. */
  private void checkCover(Collection<SafetensorsEntry> entries) {
    long covered = 0;
    String before = "";
    for (SafetensorsEntry entry : entries.stream().sorted(BY_PLACE).toList()) {
      if (entry.begin() < covered) {
        throw damaged(origin, "the tensors '%s' and '%s' overlap".formatted(before, entry.name()));
      }
      if (entry.begin() > covered) {
        throw damaged(
            origin,
            "no tensor has the bytes %s to %s of the data, before '%s'"
                .formatted(covered, entry.begin(), entry.name()));
      }
      covered = entry.end();
      before = entry.name();
    }
    if (covered < dataSize) {
      throw damaged(
          origin,
          "the last tensor ends at byte %s of the data, but %s bytes are there"
              .formatted(covered, dataSize));
    }
  }

  /** A size or offset: a whole number from 0 to the largest long. */
  private static long size(JsonNode number) {
    if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
      throw new ArithmeticException(number + " is not a size.");
    }
    return number.longValue();
  }
}
