package dev.patchbay.plugins.metric;

import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.metric.MetricProvider;
import dev.patchbay.spi.metric.MetricTraits;
import dev.patchbay.spi.metric.MetricTraits.Direction;
import dev.patchbay.spi.metric.MetricTraits.Reads;
import dev.patchbay.spi.metric.Readout;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;

/**
 * How surprising are the answers? −log p(answer) over the whole vocabulary, in nats; with several
 * answers −log of the sum of their probabilities. Lower is better; its gradient lives.
 */
@AutoService(MetricProvider.class)
public final class NegativeLogLikelihood implements MetricProvider {

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "nll", "Negative log of the answers' probability, in nats.", "none", "none");
  }

  @Override
  public Metric create(Options options) {
    options.as(NoOptions.class);
    return Metric.of(
        new MetricTraits(Direction.LOWER, Reads.VOCABULARY, true, false, false, false),
        NegativeLogLikelihood::values);
  }

  private static NDArray values(Readout readout) {
    NDArray all = readout.answers().onesLike(); // [row, token]
    return Columns.logSumExp(readout, all).sub(Columns.logSumExp(readout, readout.answers()));
  }
}
