package dev.patchbay.core.engine;

import dev.patchbay.core.run.Cost;
import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.task.PromptSet;
import java.util.List;
import java.util.function.Function;

/** The experiment that the engine runs. */
@SuppressWarnings("DoNotCallSuggester")
public final class EngineExperiment implements Experiment, AutoCloseable {

  /**
   * Checks the prompts against model, metric and ablation before any pass.
   *
   * @param metrics finds another metric by its name with options
   * @throws dev.patchbay.spi.plugin.PatchbayException if the prompts do not fit
   */
  public EngineExperiment(
      LoadedModel model,
      PromptSet prompts,
      NamedMetric metric,
      Ablation ablation,
      int batchSize,
      Function<String, NamedMetric> metrics) {
    throw new UnsupportedOperationException();
  }

  /** What was spent so far. */
  public Cost cost() {
    throw new UnsupportedOperationException();
  }

  /** The mean of the metric over the clean prompts of a plain run, without any circuit. */
  public double cleanMetric() {
    throw new UnsupportedOperationException();
  }

  /** The mean of the metric over the corrupted prompts of a plain run, without any circuit. */
  public double corruptedMetric() {
    throw new UnsupportedOperationException();
  }

  /** Largest difference between what the senders write, biases included, and the last stream. */
  public double residualGap() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ModelInfo model() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ComputationGraph graph() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Metric metric() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String metricName() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean ablationReadsCorrupted() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<PromptBatch> batches() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int promptCount() {
    throw new UnsupportedOperationException();
  }

  @Override
  public BatchScope open(PromptBatch batch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CircuitSearch search(Circuit start) {
    throw new UnsupportedOperationException();
  }

  @Override
  public double metric(Circuit circuit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Experiment withMetric(String metric) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
