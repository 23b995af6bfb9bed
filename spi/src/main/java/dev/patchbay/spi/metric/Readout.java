package dev.patchbay.spi.metric;

import ai.djl.ndarray.NDArray;

/**
 * What a metric sees of a batch: logits at each prompt's answer position, for the tokens that the
 * metric said it reads. The tokens are columns; the indicators say which columns are a prompt's
 * answers.
 *
 * @param logits of the run that is judged [batch, token]
 * @param reference of the full model on the clean prompts, where {@link
 *     MetricTraits#comparesWithFullModel} asks for them; else the same as {@code logits} [batch,
 *     token]
 * @param answers 1 at a prompt's answers, else 0 [batch, token]
 * @param wrongAnswers 1 at a prompt's wrong answers, else 0 [batch, token]
 */
public record Readout(NDArray logits, NDArray reference, NDArray answers, NDArray wrongAnswers) {}
