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

/** How probable are the answers? The sum of their probabilities. */
@AutoService(MetricProvider.class)
public final class Probability implements MetricProvider {

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "probability", "Sum of the probabilities of the answers.", "none", "none");
  }

  @Override
  public Metric create(Options options) {
    options.as(NoOptions.class);
    return Metric.of(
        new MetricTraits(Direction.HIGHER, Reads.VOCABULARY, true, false, false, false),
        Probability::values);
  }

  private static NDArray values(Readout readout) {
    return readout.logits().softmax(-1).mul(readout.answers()).sum(Columns.TOKENS);
  }
}
