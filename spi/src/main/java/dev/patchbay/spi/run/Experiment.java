package dev.patchbay.spi.run;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.model.ModelInfo;
import java.util.List;

/**
 * All that a strategy may touch: one model on one set of prompts, judged by one metric under one
 * ablation. For one thread at a time.
 */
public interface Experiment {

  /** The model. */
  ModelInfo model();

  /** Its graph. */
  ComputationGraph graph();

  /** The metric whose loss is looked at. */
  Metric metric();

  /** The metric's name, for messages. */
  String metricName();

  /** Whether c_u comes from the corrupted twins. */
  boolean ablationReadsCorrupted();

  /** The prompts, in batches of equal length. */
  List<PromptBatch> batches();

  /** How many prompts there are in all batches. */
  int promptCount();

  /** Starts work on a batch. The caller closes it before opening another. */
  BatchScope open(PromptBatch batch);

  /**
   * Starts a search that holds {@code start}; the caller closes it. Costs one run of the circuit.
   */
  CircuitSearch search(Circuit start);

  /** The mean of the metric over all prompts, run under this circuit. */
  double metric(Circuit circuit);

  /**
   * The same experiment under another metric.
   *
   * @param metric a name with options, as for {@code --metric}
   */
  Experiment withMetric(String metric);
}
