package dev.patchbay.engine.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * The norm after the sum of a layer's heads. What a head writes is its share of what the norm lets
 * through: W_O z over the root of the mean square of the sum over all heads, times the gain. The
 * gain is in the layer's W_O; here is the scale.
 *
 * @param wO what the heads write before the norm [head · d_head, d_model]
 * @param epsilon added to the mean square
 */
record HeadsNorm(NDArray wO, double epsilon) {

  /** Every head's z over the scale that they have together [batch, pos, head, d_head]. */
  NDArray shares(NDArray z) {
    Shape shape = z.getShape(); // [batch, pos, head, d_head]
    NDArray sum = z.reshape(shape.get(0), shape.get(1), -1).matMul(wO); // [batch, pos, d_model]
    NDArray scale = sum.square().mean(new int[] {-1}, true).add(epsilon).sqrt(); // [batch, pos, 1]
    return z.div(scale.expandDims(-1));
  }
}
