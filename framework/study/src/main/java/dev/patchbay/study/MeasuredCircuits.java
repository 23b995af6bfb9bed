package dev.patchbay.study;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.report.Rounding;
import dev.patchbay.study.criteria.PromptMetric;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** A metric of circuits on each prompt, each circuit run once. */
final class MeasuredCircuits implements PromptMetric {

  private final ComputationGraph graph;
  private final Function<Circuit, double[]> run;
  private final Rounding rounding;
  private final Map<Circuit, double[]> known = new HashMap<>();

  /**
   * @param run the metric of each prompt under a circuit
   * @param rounding of these runs
   */
  MeasuredCircuits(ComputationGraph graph, Function<Circuit, double[]> run, Rounding rounding) {
    this.graph = graph;
    this.run = run;
    this.rounding = rounding;
  }

  @Override
  public double[] ofEachPrompt(Circuit circuit) {
    return run.apply(circuit); // one of a thousand that nobody asks for again
  }

  @Override
  public Rounding rounding() {
    return rounding;
  }

  /** The mean over some prompts. */
  double mean(Circuit circuit, int[] prompts) {
    return Bootstrap.mean(known.computeIfAbsent(circuit, run), prompts);
  }

  /**
   * (m(C) − m(∅)) / (m(full) − m(∅)), each a mean over some prompts; NaN where the whole model and
   * the empty circuit differ by no more than rounding.
   */
  double faithfulness(Circuit circuit, int[] prompts) {
    double span = span(prompts);
    return span == 0
        ? Double.NaN
        : (mean(circuit, prompts) - mean(Circuit.empty(graph), prompts)) / span;
  }

  /** m(full) − m(∅) over some prompts; 0 where that is rounding. */
  double span(int[] prompts) {
    return rounding.difference(
        mean(Circuit.full(graph), prompts), mean(Circuit.empty(graph), prompts));
  }
}
