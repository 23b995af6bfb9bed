package dev.patchbay.model.safetensors;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
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

  /** The type of its numbers; nothing where that is not read: quantised, complex, unknown. */
  Optional<DataType> dataType() {
    return SafetensorsType.of(word);
  }
}
