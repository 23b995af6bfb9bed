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
 * @param rounding of the run that measured them
 */
public record Evaluation(
    String metric,
    Direction direction,
    double full,
    double circuit,
    double empty,
    Rounding rounding) {

  /**
   * (m(C) − m(∅)) / (m(full) − m(∅)); nothing where the whole model and the empty circuit differ by
   * no more than rounding, as where a prompt and its twin do not differ at the positions that are
   * read.
   */
  public OptionalDouble faithfulness() {
    double span = rounding.difference(full, empty);
    return span == 0 ? OptionalDouble.empty() : OptionalDouble.of((circuit - empty) / span);
  }
}
