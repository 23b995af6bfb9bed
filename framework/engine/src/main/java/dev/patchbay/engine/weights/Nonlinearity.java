package dev.patchbay.engine.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import dev.patchbay.engine.tensor.Arithmetic;
import dev.patchbay.spi.model.ModelSpec;

/** The nonlinearity of the MLPs. */
record Nonlinearity(ModelSpec.Activation kind, Arithmetic arithmetic) {

  NDArray apply(NDArray x) {
    return switch (kind) {
      case RELU -> Activation.relu(x);
      case GELU -> Activation.gelu(x);
      case SILU -> arithmetic.silu(x);
      case GELU_TANH -> arithmetic.geluTanh(x);
    };
  }
}
