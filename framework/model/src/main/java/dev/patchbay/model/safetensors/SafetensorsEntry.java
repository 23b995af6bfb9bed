package dev.patchbay.model.safetensors;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a safetensors header, checked.
 *
 * @param name the tensor
 * @param word the type of its numbers, as the header has it
 * @param shape its axes
 * @param begin its first byte, counted from the end of the header
 * @param end the byte after its last
 */
record SafetensorsEntry(String name, String word, Shape shape, long begin, long end) {

  /** The types that a header may name and that are read. */
  private static final Map<String, DataType> TYPES =
      Map.ofEntries(
          Map.entry("F64", DataType.FLOAT64),
          Map.entry("F32", DataType.FLOAT32),
          Map.entry("F16", DataType.FLOAT16),
          Map.entry("BF16", DataType.BFLOAT16),
          Map.entry("I64", DataType.INT64),
          Map.entry("I32", DataType.INT32),
          Map.entry("I16", DataType.INT16),
          Map.entry("I8", DataType.INT8),
          Map.entry("U64", DataType.UINT64),
          Map.entry("U32", DataType.UINT32),
          Map.entry("U16", DataType.UINT16),
          Map.entry("U8", DataType.UINT8),
          Map.entry("BOOL", DataType.BOOLEAN));

  /** The type of its numbers; nothing where that is not read: quantised, complex, unknown. */
  Optional<DataType> dataType() {
    return type(word);
  }

  static Optional<DataType> type(String word) {
    return Optional.ofNullable(TYPES.get(word));
  }
}
