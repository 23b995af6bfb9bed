package dev.patchbay.testkit;

import ai.djl.ndarray.NDArray;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.metric.MetricTraits;
import dev.patchbay.spi.metric.MetricTraits.Direction;
import dev.patchbay.spi.metric.MetricTraits.Reads;
import dev.patchbay.spi.metric.Readout;

/** Mean logit of the answers minus mean logit of the wrong answers: linear, so gradients live. */
final class AnswerMargin implements Metric {

  @Override
  public MetricTraits traits() {
    return new MetricTraits(Direction.HIGHER, Reads.ANSWERS, true, true, false, false);
  }

  @Override
  public NDArray values(Readout readout) {
    NDArray right = mean(readout.logits(), readout.answers()); // [batch]
    NDArray wrong = mean(readout.logits(), readout.wrongAnswers()); // [batch]
    return right.sub(wrong);
  }

  private static NDArray mean(NDArray logits, NDArray which) {
    int[] tokens = {1};
    return logits.mul(which).sum(tokens).div(which.sum(tokens));
  }
}
