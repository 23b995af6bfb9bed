package dev.patchbay.examples.training;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Weights as a safetensors file: the header's length, the header, the numbers in the model's order.
 * Equal weights give equal bytes, which DJL's own writer does not promise.
 */
final class SafetensorsFile {

  /** Numbers begin at a multiple of this, so that readers may map the file. */
  private static final int ALIGNMENT = 8;

  private SafetensorsFile() {}

  static byte[] of(Weights weights) {
    ObjectNode header = new JsonMapper().createObjectNode();
    // Python's transformers asks which library the tensors are for.
    header.putObject("__metadata__").put("format", "pt");
    int end = 0;
    for (Map.Entry<String, NDArray> entry : weights.tensors().entrySet()) {
      ObjectNode tensor = header.putObject(entry.getKey()).put("dtype", "F32");
      for (long axis : entry.getValue().getShape().getShape()) {
        tensor.withArray("shape").add(axis);
      }
      int begin = end;
      end += Math.toIntExact(Float.BYTES * entry.getValue().size());
      tensor.putArray("data_offsets").add(begin).add(end);
    }
    String json = header.toString();
    json += " ".repeat(Math.floorMod(-json.length(), ALIGNMENT));
    byte[] head = json.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(Long.BYTES + head.length + end).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(head.length).put(head);
    for (NDArray tensor : weights.tensors().values()) {
      for (float number : tensor.toFloatArray()) {
        file.putFloat(number);
      }
    }
    return file.array();
  }
}
