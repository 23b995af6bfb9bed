package dev.patchbay.plugins.metric;

import ai.djl.ndarray.NDArray;
import dev.patchbay.spi.metric.Readout;

/** Arithmetic over the marked tokens of each row. */
final class Columns {

  /** The axis of tokens. */
  static final int[] TOKENS = {1};

  /** Below any logit, and finite: an infinity would turn gradients into NaN. */
  private static final double FAR_BELOW = -1e30;

  private Columns() {}

  /** The mean of the marked numbers [row]. */
  static NDArray mean(NDArray numbers, NDArray marked) {
    return numbers.mul(marked).sum(TOKENS).div(marked.sum(TOKENS));
  }

  /** The largest of the marked logits [row]. */
  static NDArray max(Readout readout, NDArray marked) {
    return only(readout, marked).max(TOKENS);
  }

  /** log Σ exp of the marked logits [row]. */
  static NDArray logSumExp(Readout readout, NDArray marked) {
    NDArray logits = only(readout, marked); // [row, token]
    NDArray largest = logits.max(TOKENS, true).stopGradient(); // [row, 1]
    return logits.sub(largest).exp().sum(TOKENS).log().add(largest.squeeze(1));
  }

  private static NDArray only(Readout readout, NDArray marked) {
    NDArray ones = marked.onesLike();
    return readout.logits().add(ones.sub(marked).mul(readout.constant(FAR_BELOW)));
  }
}
