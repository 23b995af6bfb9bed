package dev.patchbay.core.discovery;

import dev.patchbay.engine.Cost;
import dev.patchbay.engine.EngineExperiment;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * What the engine knows and a strategy cannot ask: the numbers that checks compare with, and the
 * bill.
 *
 * @param clean the metric of the clean prompts, without any circuit
 * @param corrupted the metric of the corrupted twins, without any circuit
 * @param residualGap the largest difference between what the senders write, biases included, and
 *     the last residual stream
 * @param cost what was spent so far
 */
record EngineNumbers(
    DoubleSupplier clean,
    DoubleSupplier corrupted,
    DoubleSupplier residualGap,
    Supplier<Cost> cost) {

  static EngineNumbers of(EngineExperiment experiment) {
    return new EngineNumbers(
        experiment::cleanMetric,
        experiment::corruptedMetric,
        experiment::residualGap,
        experiment::cost);
  }
}
