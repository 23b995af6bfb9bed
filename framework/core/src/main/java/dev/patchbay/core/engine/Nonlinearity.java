package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.patchbay.spi.model.ModelSpec;

/**
 * The nonlinearity of the MLPs. The numbers that its formulas multiply with are tensors: the
 * backward pass reads them again, and DJL frees what it makes of a plain number before that.
 *
 * @param kind which
 * @param geluCubic .044715, of the tanh formula for GELU []
 * @param geluSlope 2 √(2/π), of the same []
 */
record Nonlinearity(ModelSpec.Activation kind, NDArray geluCubic, NDArray geluSlope) {

  static Nonlinearity of(LoadedModel model) {
    return new Nonlinearity(
        model.spec().activation(),
        model.tensor(new double[] {.044715}, new Shape()),
        model.tensor(new double[] {2 * Math.sqrt(2 / Math.PI)}, new Shape()));
  }

  NDArray apply(NDArray x) {
    return switch (kind) {
      case RELU -> Activation.relu(x);
      case GELU -> Activation.gelu(x);
      case SILU -> x.mul(Activation.sigmoid(x));
      case GELU_TANH -> {
        // ½(1 + tanh u) = sigmoid(2u): one operation and one large tensor less than tanh.
        NDArray twiceU = x.square().mul(geluCubic).add(1.0).mul(x).mul(geluSlope);
        yield x.mul(Activation.sigmoid(twiceU));
      }
    };
  }
}
