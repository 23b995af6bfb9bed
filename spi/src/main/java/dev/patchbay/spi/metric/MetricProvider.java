package dev.patchbay.spi.metric;

import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;

/** Makes a {@link Metric}. */
public interface MetricProvider extends Plugin {

  /** The metric with these options. */
  Metric create(Options options);
}
