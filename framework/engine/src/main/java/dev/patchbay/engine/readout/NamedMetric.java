package dev.patchbay.engine.readout;

import dev.patchbay.spi.metric.Metric;

/**
 * A metric and what it is called.
 *
 * @param name with options, as on the command line
 * @param metric the metric
 */
public record NamedMetric(String name, Metric metric) {}
