package dev.patchbay.core.discovery;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.Evaluation;
import dev.patchbay.spi.report.Rounding;
import dev.patchbay.spi.run.Experiment;
import java.util.HashMap;
import java.util.Map;

/**
 * The metric of circuits, each run once: verification, selection and evaluation ask for the same
 * ones.
 */
final class CircuitMetric {

  private final Experiment experiment;
  private final String metricName;
  private final String prompts;
  private final Rounding rounding;
  private final Map<Circuit, Double> known = new HashMap<>();

  /**
   * The metric of this experiment.
   *
   * @param metricName what results call it
   * @param prompts what the prompts are called, for messages
   * @param rounding of the run
   */
  CircuitMetric(Experiment experiment, String metricName, String prompts, Rounding rounding) {
    this.experiment = experiment;
    this.metricName = metricName;
    this.prompts = prompts;
    this.rounding = rounding;
  }

  ComputationGraph graph() {
    return experiment.graph();
  }

  /** The metric of the circuit that keeps every edge. */
  double full() {
    return of(Circuit.full(graph()));
  }

  /** The metric of the circuit that keeps no edge. */
  double empty() {
    return of(Circuit.empty(graph()));
  }

  /**
   * The metric of a circuit, run as it is given.
   *
   * @throws PatchbayException if it is not finite
   */
  double of(Circuit circuit) {
    return known.computeIfAbsent(circuit, this::run);
  }

  private double run(Circuit circuit) {
    return finite(
        experiment.measure(circuit),
        "a circuit of %s of %s edges".formatted(circuit.size(), graph().edgeCount()));
  }

  /** The number, if it is one. */
  double finite(double value, String what) {
    if (!Double.isFinite(value)) {
      throw PatchbayException.failed(
          "The metric '%s' of %s on the prompts '%s' is %s."
              .formatted(metricName, what, prompts, value),
          "Numbers outgrow their type on the way through the model: --dtype float64 has more room.");
    }
    return value;
  }

  /** How well a circuit does beside the whole model and the empty circuit. */
  Evaluation evaluate(Circuit circuit) {
    return new Evaluation(
        metricName,
        experiment.metric().traits().direction(),
        full(),
        of(circuit),
        empty(),
        rounding);
  }
}
