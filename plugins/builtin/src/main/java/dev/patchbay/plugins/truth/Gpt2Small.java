package dev.patchbay.plugins.truth;

import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.task.KnownCircuit;

/** A circuit of the model that most circuits were found in. */
interface Gpt2Small extends KnownCircuit {

  /** d_model of GPT-2 small. */
  int WIDTH = 768;

  @Override
  default String model() {
    return "GPT-2 small";
  }

  @Override
  default GraphShape shape() {
    return GraphShape.sequential(12, 12);
  }

  /**
   * Whether a model is built like GPT-2 small. That it is that very model, and not one of its shape
   * that was trained on something else, is not looked at.
   */
  @Override
  default boolean describes(ModelSpec spec) {
    return spec.family().equals("gpt2")
        && spec.graphShape().equals(shape())
        && spec.dModel() == WIDTH;
  }
}
