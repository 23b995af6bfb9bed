package dev.patchbay.core.study;

import dev.patchbay.core.criteria.PromptMetric;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** A metric of circuits on each prompt, each circuit run once. */
final class MeasuredCircuits implements PromptMetric {

  private final ComputationGraph graph;
  private final Function<Circuit, double[]> run;
  private final Map<Circuit, double[]> known = new HashMap<>();

  /**
   * @param run the metric of each prompt under a circuit
   */
  MeasuredCircuits(ComputationGraph graph, Function<Circuit, double[]> run) {
    this.graph = graph;
    this.run = run;
  }

  /** The metric of each prompt. Not to be changed. */
  double[] of(Circuit circuit) {
    return known.computeIfAbsent(circuit, run);
  }

  @Override
  public double[] ofEachPrompt(Circuit circuit) {
    return run.apply(circuit); // one of a thousand that nobody asks for again
  }

  /** Of the whole model. */
  double[] full() {
    return of(Circuit.full(graph));
  }

  /** Of the circuit without edges. */
  double[] empty() {
    return of(Circuit.empty(graph));
  }

  /** The mean over some prompts. */
  double mean(Circuit circuit, int[] prompts) {
    return Bootstrap.mean(of(circuit), prompts);
  }

  /**
   * (m(C) − m(∅)) / (m(full) − m(∅)), each a mean over some prompts; not finite where the whole
   * model does as the empty circuit.
   */
  double faithfulness(Circuit circuit, int[] prompts) {
    double empty = Bootstrap.mean(empty(), prompts);
    double span = Bootstrap.mean(full(), prompts) - empty;
    return (mean(circuit, prompts) - empty) / span;
  }
}
