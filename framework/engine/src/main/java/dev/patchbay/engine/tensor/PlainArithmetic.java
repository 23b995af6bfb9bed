package dev.patchbay.engine.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;

/**
 * Of DJL's operations. The numbers that GELU's formula multiplies with are tensors: the backward
 * pass reads them again, and DJL frees what it makes of a plain number before that. DJL's own norm
 * takes ε as a float, which float64 runs would notice.
 */
final class PlainArithmetic implements Arithmetic {

  private final NDArray geluSlope; // 2 √(2/π) []
  private final NDArray geluCubic; // .044715 times that []

  PlainArithmetic(Tensors tensors) {
    double slope = 2 * Math.sqrt(2 / Math.PI);
    this.geluSlope = Scratch.release(tensors.of(new double[] {slope}, new Shape()));
    this.geluCubic = Scratch.release(tensors.of(new double[] {.044715 * slope}, new Shape()));
  }

  @Override
  public NDArray layerNorm(NDArray x, NDArray gain, NDArray bias, double epsilon) {
    NDArray centred = x.sub(x.mean(new int[] {-1}, true));
    NDArray scale = centred.square().mean(new int[] {-1}, true).add(epsilon).sqrt(); // [..., 1]
    return centred.div(scale).mul(gain).add(bias);
  }

  @Override
  public NDArray affine(NDArray x, NDArray w, NDArray b) {
    return x.matMul(w).addi(b);
  }

  @Override
  public NDArray geluTanh(NDArray x) {
    // ½(1 + tanh u) = sigmoid(2u): one operation and one large tensor less than tanh.
    NDArray twiceU = x.square().muli(geluCubic).addi(geluSlope).mul(x);
    return x.mul(Activation.sigmoid(twiceU));
  }

  @Override
  public NDArray silu(NDArray x) {
    return x.mul(Activation.sigmoid(x));
  }

  @Override
  public NDArray attend(
      NDArray queries, NDArray keys, NDArray values, NDArray scale, NDArray mask) {
    int last = keys.getShape().dimension() - 1;
    NDArray scores = queries.matMul(keys.swapAxes(last - 1, last)).divi(scale);
    return scores.addi(mask).softmax(-1).matMul(values);
  }

  @Override
  public NDArray lessProduct(NDArray x, NDArray a, NDArray b) {
    return x.subi(a.mul(b));
  }
}
