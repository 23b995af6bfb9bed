package dev.patchbay.core.discovery;

import dev.patchbay.core.engine.EngineExperiment;
import java.util.function.DoubleSupplier;

/**
 * What the engine knows without any circuit: the other side of each check.
 *
 * @param clean the metric of the clean prompts
 * @param corrupted the metric of the corrupted twins
 * @param residualGap the largest relative difference between what the senders write, biases
 *     included, and the last residual stream
 */
record PlainRuns(DoubleSupplier clean, DoubleSupplier corrupted, DoubleSupplier residualGap) {

  static PlainRuns of(EngineExperiment experiment) {
    return new PlainRuns(
        experiment::cleanMetric, experiment::corruptedMetric, experiment::residualGap);
  }
}
