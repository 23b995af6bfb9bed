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

  /** The metric whose loss is looked at; {@link #measure} gives its value for a circuit. */
  Metric metric();

  /** The metric's name, for messages. */
  String metricName();

  /** Whether c_u comes from the corrupted twins. */
  boolean ablationReadsCorrupted();

  /** The prompts, in batches of equal length. */
  List<PromptBatch> batches();

  /** How many prompts there are in all batches. */
  int promptCount();

  /**
   * Starts work on a batch. The caller closes it before opening another. Costs nothing by itself.
   *
   * @param batch one of {@link #batches()}, or equal to one
   * @throws IllegalArgumentException if it is not: what is held of a batch is found by its number
   * @throws dev.patchbay.spi.plugin.PatchbayException of the kind {@code INTERRUPTED} if the user
   *     asked to stop
   */
  BatchScope open(PromptBatch batch);

  /**
   * Starts a search that holds {@code start}; the caller closes it. Costs one run of the circuit,
   * and the passes that the ablation asks for.
   *
   * @throws IllegalArgumentException if the circuit is not over {@link #graph()}
   * @throws dev.patchbay.spi.plugin.PatchbayException if the metric or the ablation answers with
   *     what cannot be used, or the user asked to stop
   */
  CircuitSearch search(Circuit start);

  /**
   * Starts a search in which the runs have swapped roles: an edge of the circuit carries what is
   * ablated, and with all of them this is the fully ablated run; an edge that is taken out carries
   * what its sender writes on the <i>clean</i> run. So {@link CircuitSearch#loss} is that of the
   * ablated run, and {@link CircuitSearch#lossWithout} answers: what would the loss be if these
   * edges were restored?
   *
   * <p>In the ablated run every receiver reads Σ c_u and every sender v writes c_v. Restoring u→v
   * turns c_u into x_u of the clean run there, and nowhere else. Then v writes {@code c_v + f_v(its
   * input) − f_v(Σ c_u)}, f_v being what the component computes, and all that read it follow, down
   * to the logits. Under patching {@code f_v(Σ c_u) = c_v}: this is the corrupted run with one
   * sender's clean value patched in along one edge.
   *
   * <p>The caller closes it. Costs a clean and an ablated pass, and two runs of a circuit. Throws
   * what {@link #search} does.
   */
  CircuitSearch mirroredSearch(Circuit start);

  /**
   * What the metric gives for this circuit, run as it is given: mean over all prompts. Costs what
   * {@link #search} does, and throws the same.
   */
  double measure(Circuit circuit);

  /**
   * The same experiment under another metric.
   *
   * @param metric a name with options, as for {@code --metric}
   * @throws dev.patchbay.spi.plugin.PatchbayException if there is no such metric, or the prompts
   *     lack what it needs
   */
  Experiment withMetric(String metric);
}
