package dev.patchbay.core.lookup;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.task.KnownCircuit;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.spi.task.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A task that, where it knows no truth itself, answers with a circuit that was published for it.
 *
 * @param name what the task is called
 * @param task the task itself
 * @param published circuits of this task, in different models
 */
public record TaskWithTruth(String name, Task task, List<KnownCircuit> published) implements Task {

  @Override
  public PromptSet prompts(ModelInfo model) {
    return task.prompts(model);
  }

  @Override
  public PromptSet prompts(ModelInfo model, Optional<Tokenizer> tokenizer) {
    return task.prompts(model, tokenizer);
  }

  @Override
  public String metric() {
    return task.metric();
  }

  @Override
  public String ablation() {
    return task.ablation();
  }

  /**
   * The circuit that is known.
   *
   * @throws PatchbayException if it has nodes or edges that the graph lacks
   */
  @Override
  public Optional<Circuit> truth(ModelInfo model, ComputationGraph graph) {
    try {
      Optional<Circuit> known =
          task.truth(model, graph).or(() -> published(model).map(one -> one.circuit(graph)));
      known
          .map(Circuit::graph)
          .filter(of -> !of.shape().equals(graph.shape()))
          .ifPresent(
              of -> {
                throw new IllegalArgumentException("it is of a graph of the shape " + of.shape());
              });
      return known;
    } catch (IllegalArgumentException e) {
      throw PatchbayException.failed(
          "The circuit that is known for the task '%s' is not in the graph of '%s': %s."
              .formatted(
                  name,
                  model.name(),
                  String.valueOf(e.getMessage()).replaceFirst("\\.?\n(?s).*", "")),
          "The circuit is another model's, or the task's plug-in is wrong: give the same prompts with"
              + " --prompts to run without it.",
          e);
    }
  }

  /** The heads of the published circuit of this model by what they do, where somebody said it. */
  public Map<String, List<Node>> roles(ModelInfo model) {
    return published(model).map(KnownCircuit::roles).orElse(Map.of());
  }

  private Optional<KnownCircuit> published(ModelInfo model) {
    return published.stream().filter(known -> known.describes(model.spec())).findFirst();
  }
}
