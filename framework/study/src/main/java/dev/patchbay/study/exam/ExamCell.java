package dev.patchbay.study.exam;

import dev.patchbay.engine.Cost;
import dev.patchbay.study.judgement.Judgement;
import java.util.List;
import java.util.Optional;

/**
 * What one strategy made of one subject.
 *
 * @param model the model
 * @param task the task
 * @param strategy the strategy as it was asked for
 * @param metric the metric that it was measured by
 * @param ablation what stood in for absent edges
 * @param edges edges of the model's graph
 * @param truthEdges edges of its circuit
 * @param thresholds the thresholds of a search that ran once for each; empty for scores
 * @param judgement how near it came; nothing if it refused
 * @param refusal why it refused, in a sentence; nothing if it did not
 * @param cost what it spent, all thresholds together
 * @param seconds how long it took
 */
public record ExamCell(
    String model,
    String task,
    String strategy,
    String metric,
    String ablation,
    int edges,
    int truthEdges,
    List<Double> thresholds,
    Optional<Judgement> judgement,
    Optional<String> refusal,
    Cost cost,
    double seconds) {

  public ExamCell {
    thresholds = List.copyOf(thresholds);
  }
}
