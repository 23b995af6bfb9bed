package dev.patchbay.spi.task;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.Tokenizer;
import java.util.Optional;

/** What a model is asked to do. */
public interface Task {

  /**
   * The prompts, in this model's tokens. Equal models give equal prompts.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if the model cannot express the task
   */
  PromptSet prompts(ModelInfo model);

  /**
   * The prompts of a task that is written as text: what a run asks for.
   *
   * @param tokenizer the model's; nothing where it has none
   * @throws dev.patchbay.spi.plugin.PatchbayException if the model cannot express the task
   */
  default PromptSet prompts(ModelInfo model, Optional<Tokenizer> tokenizer) {
    return prompts(model);
  }

  /** The metric that suits the task, as for {@code --metric}. */
  String metric();

  /**
   * The ablation that suits the task, as for {@code --ablation}: the one under which its {@link
   * #truth} holds, where it knows one.
   */
  default String ablation() {
    return "patching";
  }

  /** The circuit that does the task in this model, where it is known for sure. */
  default Optional<Circuit> truth(ModelInfo model, ComputationGraph graph) {
    return Optional.empty();
  }
}
