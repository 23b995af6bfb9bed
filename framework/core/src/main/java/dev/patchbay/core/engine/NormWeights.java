package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;

/**
 * The norm in front of a reader of the residual stream, forward and backward.
 *
 * @param gain [d_model]
 * @param bias [d_model]
 * @param epsilon added to the variance
 * @param active false where the stream is read as it is; gain and bias are then not looked at
 */
record NormWeights(NDArray gain, NDArray bias, double epsilon, boolean active) {

  private static final int[] LAST = {-1};

  /** What the reader sees of a stream [..., d_model]. */
  NDArray apply(NDArray stream) {
    if (!active) {
      return stream;
    }
    return standardise(stream).unit().mul(gain).add(bias);
  }

  /**
   * The stream with mean 0 and variance 1 at each position, and what it was divided by. Composed of
   * plain operations: DJL's own LayerNorm takes ε as a float, which float64 runs would notice.
   */
  Standardised standardise(NDArray stream) {
    NDArray centred = stream.sub(stream.mean(LAST, true)); // [..., d_model]
    NDArray scale = centred.square().mean(LAST, true).add(epsilon).sqrt(); // [..., 1]
    return new Standardised(centred.div(scale), scale);
  }

  /**
   * The gradient at the stream, given the gradient at what the reader sees.
   *
   * @param gradient [..., pos, d_model]
   * @param at the stream's {@link #standardise}d form [pos, d_model]
   */
  NDArray backward(NDArray gradient, Standardised at) {
    if (!active) {
      return gradient;
    }
    NDArray scaled = gradient.mul(gain);
    NDArray alongMean = scaled.mean(LAST, true);
    NDArray alongUnit = at.unit().mul(scaled.mul(at.unit()).mean(LAST, true));
    return scaled.sub(alongMean).sub(alongUnit).div(at.scale());
  }

  /** A stream of any kind where there is no norm. */
  static NormWeights none(NDArray anyTensor) {
    return new NormWeights(anyTensor, anyTensor, 0, false);
  }

  /**
   * @param unit mean 0, variance 1 [..., d_model]
   * @param scale √(variance + ε) [..., 1]
   */
  record Standardised(NDArray unit, NDArray scale) {}
}
