package dev.patchbay.core.discovery;

import dev.patchbay.core.plugin.Chosen;
import dev.patchbay.core.plugin.PluginCatalog;
import dev.patchbay.core.plugin.PluginKind;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.task.KnownCircuit;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.spi.task.Task;
import dev.patchbay.spi.task.TaskProvider;
import java.util.List;
import java.util.Optional;

/**
 * A task that, where it knows no truth itself, answers with a circuit that was published for it.
 *
 * @param task the task itself
 * @param published circuits of this task, in different models
 */
record TaskWithTruth(Task task, List<KnownCircuit> published) implements Task {

  /**
   * The task of this name.
   *
   * @param words its name with options
   */
  static TaskWithTruth of(String words, long seed, PluginCatalog catalog) {
    Chosen<TaskProvider> chosen = catalog.choose(PluginKind.TASK, words).seeded(seed);
    return new TaskWithTruth(
        Plan.made(PluginKind.TASK, chosen, TaskProvider::create),
        catalog.all(PluginKind.KNOWN_CIRCUIT).values().stream()
            .filter(known -> known.task().equals(chosen.name()))
            .toList());
  }

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

  @Override
  public Optional<Circuit> truth(ModelInfo model, ComputationGraph graph) {
    return task.truth(model, graph)
        .or(
            () ->
                published.stream()
                    .filter(known -> known.describes(model.spec()))
                    .findFirst()
                    .map(known -> known.circuit(graph)));
  }
}
