package dev.patchbay.spi.metric;

import ai.djl.ndarray.NDArray;
import java.util.function.Function;

/**
 * How well does a run do? A metric is a function of logits, averaged over a prompt's answer
 * positions, then over prompts.
 *
 * <p>The <b>loss</b> that strategies see is the metric itself where lower is better, and minus the
 * metric where higher is.
 */
public interface Metric {

  /** The metric with these traits that computes its values like this. */
  static Metric of(MetricTraits traits, Function<Readout, NDArray> values) {
    return new Metric() {
      @Override
      public MetricTraits traits() {
        return traits;
      }

      @Override
      public NDArray values(Readout readout) {
        return values.apply(readout);
      }
    };
  }

  /** What the metric needs and how it behaves. */
  MetricTraits traits();

  /**
   * The metric of each row [row], by operations that DJL differentiates. Rows must not mix: a row's
   * value may not depend on the other rows of the batch. To scale, take {@link Readout#constant}:
   * what {@code mul(Number)} and {@code div(Number)} multiply with is freed before the backward
   * pass reads it again, and gradients are then silently wrong.
   */
  NDArray values(Readout readout);

  /** The loss of a metric value. */
  default double loss(double value) {
    return traits().direction() == MetricTraits.Direction.HIGHER ? -value : value;
  }

  /** The loss of each row [row]. */
  default NDArray losses(Readout readout) {
    NDArray values = values(readout);
    return traits().direction() == MetricTraits.Direction.HIGHER ? values.neg() : values;
  }
}
