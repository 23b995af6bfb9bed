package dev.patchbay.spi.report;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.model.ModelSpec;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
 * @param evidence what a reader may ask for beyond the result
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

  /** Starts a report: one without direct edges, truth or evidence unless given. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts a report with all that this one says. */
  public Builder toBuilder() {
    return builder()
        .model(model, spec)
        .prompts(task, promptCount)
        .strategy(strategy)
        .metric(metric)
        .ablation(ablation)
        .selection(selection)
        .scores(scores)
        .circuit(circuit)
        .removedDirect(removedDirect)
        .evaluation(evaluation)
        .truth(truth)
        .provenance(provenance)
        .evidence(evidence);
  }

  /** The graph of both scores and circuit. */
  public ComputationGraph graph() {
    return circuit.graph();
  }

  /** Takes the components by their names. */
  public static final class Builder {

    private @Nullable String model;
    private @Nullable ModelSpec spec;
    private @Nullable String task;
    private int promptCount;
    private @Nullable PluginUse strategy;
    private @Nullable PluginUse metric;
    private @Nullable PluginUse ablation;
    private @Nullable String selection;
    private @Nullable EdgeScores scores;
    private @Nullable Circuit circuit;
    private List<String> removedDirect = List.of();
    private @Nullable Evaluation evaluation;
    private Optional<TruthComparison> truth = Optional.empty();
    private @Nullable Provenance provenance;
    private Evidence evidence = Evidence.NONE;

    private Builder() {}

    public Builder model(String name, ModelSpec built) {
      model = name;
      spec = built;
      return this;
    }

    public Builder prompts(String name, int count) {
      task = name;
      promptCount = count;
      return this;
    }

    public Builder strategy(PluginUse use) {
      strategy = use;
      return this;
    }

    public Builder metric(PluginUse use) {
      metric = use;
      return this;
    }

    public Builder ablation(PluginUse use) {
      ablation = use;
      return this;
    }

    public Builder selection(String words) {
      selection = words;
      return this;
    }

    public Builder scores(EdgeScores ofEdges) {
      scores = ofEdges;
      return this;
    }

    public Builder circuit(Circuit found) {
      circuit = found;
      return this;
    }

    public Builder removedDirect(List<String> inputs) {
      removedDirect = inputs;
      return this;
    }

    public Builder evaluation(Evaluation ofCircuit) {
      evaluation = ofCircuit;
      return this;
    }

    public Builder truth(Optional<TruthComparison> comparison) {
      truth = comparison;
      return this;
    }

    public Builder provenance(Provenance of) {
      provenance = of;
      return this;
    }

    public Builder evidence(Evidence collected) {
      evidence = collected;
      return this;
    }

    /**
     * The report.
     *
     * @throws IllegalStateException if a component without a default was not given
     * @throws IllegalArgumentException if scores and circuit belong to different graphs
     */
    public CircuitReport build() {
      return new CircuitReport(
          given("model", model),
          given("model", spec),
          given("prompts", task),
          promptCount,
          given("strategy", strategy),
          given("metric", metric),
          given("ablation", ablation),
          given("selection", selection),
          given("scores", scores),
          given("circuit", circuit),
          removedDirect,
          given("evaluation", evaluation),
          truth,
          given("provenance", provenance),
          evidence);
    }

    private static <T> T given(String component, @Nullable T value) {
      if (value == null) {
        throw new IllegalStateException(
            "The report lacks its %s.\nCall %s(…) before build().".formatted(component, component));
      }
      return value;
    }
  }
}
