package dev.patchbay.engine.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.patchbay.engine.tensor.Tensors;
import dev.patchbay.spi.model.ModelSpec;

/**
 * The nonlinearity of the MLPs. The numbers that its formulas multiply with are tensors: the
 * backward pass reads them again, and DJL frees what it makes of a plain number before that.
 *
 * @param kind which
 * @param geluSlope 2 √(2/π), of the tanh formula for GELU []
 * @param geluCubic .044715 times that, of the same []
 */
record Nonlinearity(ModelSpec.Activation kind, NDArray geluSlope, NDArray geluCubic) {

  static Nonlinearity of(ModelSpec.Activation kind, Tensors tensors) {
    double slope = 2 * Math.sqrt(2 / Math.PI);
    return new Nonlinearity(
        kind,
        tensors.of(new double[] {slope}, new Shape()),
        tensors.of(new double[] {.044715 * slope}, new Shape()));
  }

  NDArray apply(NDArray x) {
    return switch (kind) {
      case RELU -> Activation.relu(x);
      case GELU -> Activation.gelu(x);
      case SILU -> x.mul(Activation.sigmoid(x));
      case GELU_TANH -> {
        // ½(1 + tanh u) = sigmoid(2u): one operation and one large tensor less than tanh.
        NDArray twiceU = x.square().muli(geluCubic).addi(geluSlope).mul(x);
        yield x.mul(Activation.sigmoid(twiceU));
      }
    };
  }
}
