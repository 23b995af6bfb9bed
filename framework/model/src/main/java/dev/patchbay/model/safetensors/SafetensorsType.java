package dev.patchbay.model.safetensors;

import ai.djl.ndarray.types.DataType;
import java.util.Map;
import java.util.Optional;

/** The types that a safetensors header may name and that are read. */
final class SafetensorsType {

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

  private SafetensorsType() {}

  /** What a header's word stands for; nothing for quantised, complex and unknown types. */
  static Optional<DataType> of(String word) {
    return Optional.ofNullable(TYPES.get(word));
  }
}
