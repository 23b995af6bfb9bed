package dev.patchbay.plugins.model;

import dev.patchbay.spi.model.Tokenizer;
import java.util.List;
import java.util.Optional;

/** A model whose weights are set by hand, so that its circuit is known to the edge. */
interface CompiledModel {

  /** What it is called. */
  String name();

  /** The task that it does: the one of its name, unless overridden. */
  default String task() {
    return name();
  }

  /** How large it is. */
  CompiledSizes sizes();

  /**
   * Sets what does the work. Heads and neurons that stay zero become distractors.
   *
   * @param weights all zero; maybe of more heads and a wider stream than {@link #sizes} asks for
   */
  void write(HandSetWeights weights);

  /**
   * The edges along which that flows which decides the answer, when the task's corrupted twins
   * stand against its clean prompts. What is equal on both, such as where a comma stands, flows
   * along other edges, and no patching can tell them from idle ones.
   */
  List<String> circuit();

  /** The tokenizer of a model that reads text. */
  default Optional<Tokenizer> tokenizer() {
    return Optional.empty();
  }
}
