package dev.patchbay.core.discovery;

import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.passes.Cost;
import dev.patchbay.engine.search.SearchNotes;
import dev.patchbay.spi.run.Experiment;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the engine knows and a strategy cannot ask: the numbers that checks compare with, the bill,
 * searches that keep notes, and what circuits stand on, held from one to the next.
 *
 * @param clean the metric of the clean prompts, without any circuit
 * @param corrupted the metric of the corrupted twins, without any circuit
 * @param residualGap the largest difference between what the senders write, biases included, and
 *     the last residual stream
 * @param cost what was spent so far
 * @param noting the experiment, with searches that keep these notes
 * @param holding holds what circuits stand on until it is closed
 */
record EngineNumbers(
    DoubleSupplier clean,
    DoubleSupplier corrupted,
    DoubleSupplier residualGap,
    Supplier<Cost> cost,
    Function<SearchNotes, Experiment> noting,
    Supplier<Holding> holding) {

  /** Holds something until it is closed. */
  @FunctionalInterface
  interface Holding extends AutoCloseable {
    @Override
    void close();
  }

  static EngineNumbers of(EngineExperiment experiment) {
    return new EngineNumbers(
        experiment::cleanMetric,
        experiment::corruptedMetric,
        experiment::residualGap,
        experiment::cost,
        experiment::noting,
        () -> experiment.hold()::close);
  }
}
