package dev.patchbay.testkit;

import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.metric.MetricProvider;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;

class AnswerMarginTest extends MetricContract {

  /** The test kit's own metric as a plug-in, so that its own contract can judge it. */
  public static final class Provider implements MetricProvider {

    @Override
    public PluginDescriptor descriptor() {
      return new PluginDescriptor(
          "answer-margin",
          "Mean logit of the answers minus that of the wrong ones.",
          "none",
          "none");
    }

    @Override
    public Metric create(Options options) {
      return new AnswerMargin();
    }
  }

  @Override
  protected MetricProvider provider() {
    return new Provider();
  }
}
