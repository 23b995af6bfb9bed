package dev.patchbay.spi.report;

import dev.patchbay.spi.metric.MetricTraits.Direction;
import java.util.OptionalDouble;

/**
 * How well a circuit does, mean over prompts.
 *
 * @param metric the metric's name
 * @param direction which way is better
 * @param full the metric of the whole model
 * @param circuit the metric of the circuit, run as it is given
 * @param empty the metric with every edge ablated; under patching, of the corrupted run
 */
public record Evaluation(
    String metric, Direction direction, double full, double circuit, double empty) {

  /** (m(C) − m(∅)) / (m(full) − m(∅)); nothing where the whole model does as the empty circuit. */
  public OptionalDouble faithfulness() {
    double span = full - empty;
    return span == 0 ? OptionalDouble.empty() : OptionalDouble.of((circuit - empty) / span);
  }
}
