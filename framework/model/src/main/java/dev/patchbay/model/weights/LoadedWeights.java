package dev.patchbay.model.weights;

import ai.djl.ndarray.NDArray;
import dev.patchbay.spi.model.ModelInfo;
import java.util.Map;

/**
 * A model's weights as tensors.
 *
 * @param info the model's name, hash and spec
 * @param tensors every weight that {@link dev.patchbay.spi.model.Architecture} names, in the shape
 *     that it gives there, attached to the manager that was given
 */
public record LoadedWeights(ModelInfo info, Map<String, NDArray> tensors) {

  /** The weight of this name, as in {@code blocks.0.attn.W_Q}. */
  public NDArray tensor(String name) {
    NDArray tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("The model has no weight '" + name + "'.");
    }
    return tensor;
  }

  /** The weights in a form; as they are, where that is how they are stored. */
  public LoadedWeights in(WeightForm form) {
    return form == WeightForm.RAW ? this : TransformerLensForm.of(this);
  }
}
