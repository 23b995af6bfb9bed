package dev.patchbay.core.journal;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.PromptBatch;
import java.util.List;

/**
 * An experiment whose searches keep a journal; all else is passed on. No strategy has to know.
 *
 * @param experiment the experiment
 * @param journal of all its searches, one after the other
 * @param removalsBetweenFreshRuns after how many removals its searches compute everything afresh
 */
public record JournaledExperiment(
    Experiment experiment, SearchJournal journal, int removalsBetweenFreshRuns)
    implements Experiment {

  @Override
  public CircuitSearch search(Circuit start) {
    return new JournaledSearch(experiment::search, start, journal, removalsBetweenFreshRuns);
  }

  @Override
  public CircuitSearch mirroredSearch(Circuit start) {
    return new JournaledSearch(
        experiment::mirroredSearch, start, journal, removalsBetweenFreshRuns);
  }

  @Override
  public Experiment withMetric(String metric) {
    return new JournaledExperiment(
        experiment.withMetric(metric), journal, removalsBetweenFreshRuns);
  }

  @Override
  public ModelInfo model() {
    return experiment.model();
  }

  @Override
  public ComputationGraph graph() {
    return experiment.graph();
  }

  @Override
  public Metric metric() {
    return experiment.metric();
  }

  @Override
  public String metricName() {
    return experiment.metricName();
  }

  @Override
  public boolean ablationReadsCorrupted() {
    return experiment.ablationReadsCorrupted();
  }

  @Override
  public List<PromptBatch> batches() {
    return experiment.batches();
  }

  @Override
  public int promptCount() {
    return experiment.promptCount();
  }

  @Override
  public BatchScope open(PromptBatch batch) {
    return experiment.open(batch);
  }

  @Override
  public double measure(Circuit circuit) {
    return experiment.measure(circuit);
  }
}
