package dev.patchbay.spi.report;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.model.ModelSpec;
import java.util.List;
import java.util.Optional;

/**
 * The result of a run, complete enough to go on from a file.
 *
 * @param model what the model is called
 * @param spec how it is built
 * @param task what the prompts are called
 * @param promptCount how many prompts there were
 * @param strategy the strategy and its options
 * @param metric the metric and its options
 * @param ablation the ablation and its options
 * @param selection how the circuit came of the scores, in words
 * @param scores one number an edge
 * @param circuit the circuit that was found, not pruned
 * @param removedDirect whole inputs that a search cut, as {@code a1.h3<v>}
 * @param evaluation how well the circuit does
 * @param truth the circuit beside the true one, where that is known
 * @param provenance what all this came from
 * @param evidence what a reader may ask for behind the result
 */
public record CircuitReport(
    String model,
    ModelSpec spec,
    String task,
    int promptCount,
    PluginUse strategy,
    PluginUse metric,
    PluginUse ablation,
    String selection,
    EdgeScores scores,
    Circuit circuit,
    List<String> removedDirect,
    Evaluation evaluation,
    Optional<TruthComparison> truth,
    Provenance provenance,
    Evidence evidence) {

  public CircuitReport {
    removedDirect = List.copyOf(removedDirect);
    if (!scores.graph().equals(circuit.graph())) {
      throw new IllegalArgumentException(
          "Scores and circuit belong to different graphs: %s and %s."
              .formatted(scores.graph(), circuit.graph()));
    }
  }

  /** A report without evidence. */
  public CircuitReport(
      String model,
      ModelSpec spec,
      String task,
      int promptCount,
      PluginUse strategy,
      PluginUse metric,
      PluginUse ablation,
      String selection,
      EdgeScores scores,
      Circuit circuit,
      List<String> removedDirect,
      Evaluation evaluation,
      Optional<TruthComparison> truth,
      Provenance provenance) {
    this(
        model,
        spec,
        task,
        promptCount,
        strategy,
        metric,
        ablation,
        selection,
        scores,
        circuit,
        removedDirect,
        evaluation,
        truth,
        provenance,
        Evidence.NONE);
  }

  /** The same result with this evidence. */
  public CircuitReport with(Evidence collected) {
    return new CircuitReport(
        model,
        spec,
        task,
        promptCount,
        strategy,
        metric,
        ablation,
        selection,
        scores,
        circuit,
        removedDirect,
        evaluation,
        truth,
        provenance,
        collected);
  }

  /** The graph of both scores and circuit. */
  public ComputationGraph graph() {
    return circuit.graph();
  }
}
