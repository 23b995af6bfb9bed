package dev.patchbay.plugins.truth;

import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.model.ModelSpec;

/** The model that most circuits were found in. */
final class Gpt2Small {

  static final String NAME = "GPT-2 small";

  private static final int LAYERS = 12;
  private static final int HEADS = 12;
  private static final int D_MODEL = 768;

  static final GraphShape SHAPE = GraphShape.sequential(LAYERS, HEADS);

  private Gpt2Small() {}

  /**
   * Whether a model is built like it. That it is that very model, and not one of its shape that was
   * trained on something else, is not looked at.
   */
  static boolean is(ModelSpec spec) {
    return spec.family().equals("gpt2")
        && spec.graphShape().equals(SHAPE)
        && spec.dModel() == D_MODEL;
  }
}
