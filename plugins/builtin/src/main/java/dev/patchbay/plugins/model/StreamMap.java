package dev.patchbay.plugins.model;

import dev.patchbay.spi.model.ModelSpec;
import java.util.Map;

/** The same model with its residual stream written another way. */
interface StreamMap {

  /** What stands for a vector that is written to the stream. */
  double[] written(double[] vector);

  /** What stands for weights with which the stream is read; reads the same out of it. */
  double[] read(double[] weights);

  /** The weights of the model that is built like {@code spec} and has the mapped stream. */
  default HandSetWeights apply(HandSetWeights weights, ModelSpec spec) {
    HandSetWeights mapped = new HandSetWeights(spec);
    for (Map.Entry<String, HandSetTensor> entry : weights.tensors().entrySet()) {
      HandSetTensor target = mapped.tensor(entry.getKey());
      switch (entry.getKey().replaceAll(".*\\.", "")) {
        case "W_E", "W_pos", "W_O", "b_O", "W_out", "b_out" ->
            entry.getValue().mapTo(target, 0, this::written);
        case "W_Q", "W_K", "W_V", "W_in", "W_U" -> entry.getValue().mapTo(target, 1, this::read);
        default -> entry.getValue().mapTo(target, 0, numbers -> numbers);
      }
    }
    return mapped;
  }
}
