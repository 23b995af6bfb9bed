package dev.patchbay.engine.tensor;

import ai.djl.ndarray.NDArray;

/**
 * What models compute between their large products. There are two kinds, equal but for rounding:
 * {@link FusedArithmetic} asks the tensor engine for each in one call, {@link PlainArithmetic} puts
 * it together of DJL's operations. Gradients flow through both.
 */
public interface Arithmetic {

  /**
   * The rows of {@code x} with mean 0 and variance 1, then gain and bias [..., d].
   *
   * @param x [..., d]
   * @param gain [d]; likewise {@code bias}
   * @param epsilon added to the variance
   */
  NDArray layerNorm(NDArray x, NDArray gain, NDArray bias, double epsilon);

  /**
   * {@code x w + b} [..., m].
   *
   * @param x [..., n]
   * @param w [n, m]
   * @param b [m]
   */
  NDArray affine(NDArray x, NDArray w, NDArray b);

  /** GELU by its tanh formula. */
  NDArray geluTanh(NDArray x);

  /** x times its sigmoid. */
  NDArray silu(NDArray x);

  /**
   * What queries fetch: values, mixed by the softmax of scores, which is not to be had [...,
   * destination, d_head].
   *
   * @param queries [..., destination, d_head]
   * @param keys [..., source, d_head]; likewise {@code values}
   * @param scale what scores are divided by []
   * @param mask what is added to them, 0 or −∞ [..., destination, source]
   */
  NDArray attend(NDArray queries, NDArray keys, NDArray values, NDArray scale, NDArray mask);

  /**
   * {@code x − a b}, in the place of x, where no gradient flows.
   *
   * @param x [...]
   * @param a broadcast to it; likewise {@code b}
   */
  NDArray lessProduct(NDArray x, NDArray a, NDArray b);

  /** The faster kind, if this process has it. */
  static Arithmetic of(Tensors tensors) {
    return Kernels.script(Kernels.FUSED)
        .<Arithmetic>map(script -> new FusedArithmetic(script, tensors.manager()))
        .orElseGet(() -> new PlainArithmetic(tensors));
  }
}
