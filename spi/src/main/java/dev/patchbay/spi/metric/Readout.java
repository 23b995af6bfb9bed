package dev.patchbay.spi.metric;

import ai.djl.ndarray.NDArray;

/**
 * What a metric sees of a batch: logits at each prompt's answer positions, for the tokens that the
 * metric said it reads. A row is a prompt at one of its positions; most prompts have one row. The
 * tokens are columns; the indicators say which columns are a row's answers.
 *
 * @param logits of the run that is judged [row, token]
 * @param reference of the full model on the clean prompts, where {@link
 *     MetricTraits#comparesWithFullModel} asks for them; else the same as {@code logits} [row,
 *     token]
 * @param answers 1 at a row's answers, else 0 [row, token]
 * @param wrongAnswers 1 at a row's wrong answers, else 0 [row, token]
 */
public record Readout(NDArray logits, NDArray reference, NDArray answers, NDArray wrongAnswers) {

  /** A number that may be multiplied with where gradients flow, in the logits' type. */
  public NDArray constant(double number) {
    try (NDArray overBuffer = logits.getManager().create(number)) {
      return overBuffer.toType(logits.getDataType(), false).duplicate();
    }
  }
}
