package dev.patchbay.core.checkpoint;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * One line of a safetensors header, checked.
 *
 * @param name the tensor
 * @param dataType the type of its numbers
 * @param shape its axes
 * @param begin its first byte, counted from the end of the header
 * @param end the byte after its last
 */
record SafetensorsEntry(String name, DataType dataType, Shape shape, long begin, long end) {}
