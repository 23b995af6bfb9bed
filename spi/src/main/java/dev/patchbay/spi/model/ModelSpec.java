package dev.patchbay.spi.model;

import dev.patchbay.spi.graph.GraphShape;

/**
 * How a transformer is built: everything that the one forward pass needs besides the weights.
 *
 * @param family the model type, such as {@code gpt2}
 * @param nLayers layers
 * @param nHeads query heads of a layer
 * @param dModel width of the residual stream
 * @param dHead width of a head
 * @param dMlp hidden width of an MLP; 0 where the layers have none
 * @param dVocab tokens that can be read
 * @param dVocabOut tokens that are predicted
 * @param nCtx longest prompt, in tokens
 * @param norm what stands before each reader of the residual stream
 * @param normEpsilon ε of the norm
 * @param activation the MLP's nonlinearity; without meaning where there are no MLPs
 * @param attentionScale what q · k is divided by; usually √dHead
 */
public record ModelSpec(
    String family,
    int nLayers,
    int nHeads,
    int dModel,
    int dHead,
    int dMlp,
    int dVocab,
    int dVocabOut,
    int nCtx,
    Norm norm,
    double normEpsilon,
    Activation activation,
    double attentionScale) {

  /** What stands before each reader of the residual stream. */
  public enum Norm {
    /** Nothing: the stream is read as it is. */
    NONE,
    /** Mean and variance over d_model, then gain and bias. */
    LAYER_NORM
  }

  /** The nonlinearity of an MLP. */
  public enum Activation {
    /** max(0, x). */
    RELU,
    /** x · Φ(x), exactly. */
    GELU,
    /** x · Φ(x) by the tanh formula: GPT-2's {@code gelu_new}. */
    GELU_TANH,
    /** x · sigmoid(x). */
    SILU
  }

  public ModelSpec {
    int smallest =
        Math.min(
            Math.min(Math.min(nLayers, nHeads), Math.min(dModel, dHead)),
            Math.min(Math.min(dVocab, dVocabOut), nCtx));
    if (smallest < 1 || dMlp < 0) {
      throw new IllegalArgumentException(
          ("The sizes of a model are positive: nLayers %d, nHeads %d, dModel %d, dHead %d, dMlp %d,"
                  + " dVocab %d, dVocabOut %d, nCtx %d.")
              .formatted(nLayers, nHeads, dModel, dHead, dMlp, dVocab, dVocabOut, nCtx));
    }
    if (!(normEpsilon >= 0) || !(attentionScale > 0)) {
      throw new IllegalArgumentException(
          "A model needs ε ≥ 0 and an attention scale > 0: %s and %s."
              .formatted(normEpsilon, attentionScale));
    }
  }

  /** Whether the layers have MLPs. */
  public boolean hasMlps() {
    return dMlp > 0;
  }

  /** The shape of the model's computation graph. */
  public GraphShape graphShape() {
    return new GraphShape(nLayers, nHeads, nHeads, hasMlps(), false);
  }
}
