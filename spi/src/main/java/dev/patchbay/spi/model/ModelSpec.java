package dev.patchbay.spi.model;

import dev.patchbay.spi.graph.GraphShape;

/**
 * How a transformer is built: everything that the one forward pass needs besides the weights.
 *
 * @param family the model type, such as {@code gpt2}
 * @param nLayers layers
 * @param nHeads query heads of a layer
 * @param nKvHeads key and value heads of a layer: a divisor of {@code nHeads}
 * @param dModel width of the residual stream
 * @param dHead width of a head
 * @param dMlp hidden width of an MLP; 0 where the layers have none
 * @param dVocab tokens that can be read
 * @param dVocabOut tokens that are predicted
 * @param nCtx longest prompt, in tokens
 * @param norm what stands before each reader of the residual stream
 * @param normEpsilon ε of the norm
 * @param activation the MLP's nonlinearity; without meaning where there are no MLPs
 * @param gatedMlp whether the MLP multiplies {@code activation(x · W_gate)} with {@code x · W_in}
 * @param parallel whether a layer's MLP reads beside its heads and not after them
 * @param attention how the heads attend
 * @param postNorms whether a norm stands behind the sum of a layer's heads and another behind its
 *     MLP, in front of the stream; a head then writes its share of what the norm lets through
 * @param logitCap cap of the logits: they become cap · tanh(logit / cap); 0 for none
 */
public record ModelSpec(
    String family,
    int nLayers,
    int nHeads,
    int nKvHeads,
    int dModel,
    int dHead,
    int dMlp,
    int dVocab,
    int dVocabOut,
    int nCtx,
    Norm norm,
    double normEpsilon,
    Activation activation,
    boolean gatedMlp,
    boolean parallel,
    AttentionSpec attention,
    boolean postNorms,
    double logitCap) {

  /** A model whose heads and MLPs write as they are, and whose logits are not capped. */
  public ModelSpec(
      String family,
      int nLayers,
      int nHeads,
      int nKvHeads,
      int dModel,
      int dHead,
      int dMlp,
      int dVocab,
      int dVocabOut,
      int nCtx,
      Norm norm,
      double normEpsilon,
      Activation activation,
      boolean gatedMlp,
      boolean parallel,
      AttentionSpec attention) {
    this(
        family,
        nLayers,
        nHeads,
        nKvHeads,
        dModel,
        dHead,
        dMlp,
        dVocab,
        dVocabOut,
        nCtx,
        norm,
        normEpsilon,
        activation,
        gatedMlp,
        parallel,
        attention,
        false,
        0);
  }

  /** A model like GPT-2: each head with its own keys and values, plain MLPs, plain attention. */
  public ModelSpec(
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
    this(
        family,
        nLayers,
        nHeads,
        nHeads,
        dModel,
        dHead,
        dMlp,
        dVocab,
        dVocabOut,
        nCtx,
        norm,
        normEpsilon,
        activation,
        false,
        false,
        AttentionSpec.plain(attentionScale));
  }

  /** What stands before each reader of the residual stream. */
  public enum Norm {
    /** Nothing: the stream is read as it is. */
    NONE,
    /** Mean and variance over d_model, then gain and bias. */
    LAYER_NORM,
    /** The root of the mean square over d_model, then gain. */
    RMS_NORM
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
          ("The sizes of a model are positive: nLayers %s, nHeads %s, dModel %s, dHead %s, dMlp %s,"
                  + " dVocab %s, dVocabOut %s, nCtx %s.")
              .formatted(nLayers, nHeads, dModel, dHead, dMlp, dVocab, dVocabOut, nCtx));
    }
    if (!(normEpsilon >= 0)) {
      throw new IllegalArgumentException("A model needs ε ≥ 0, not " + normEpsilon + ".");
    }
    SoftCap.check(logitCap);
    if (postNorms && norm != Norm.RMS_NORM) {
      throw new IllegalArgumentException(
          "Norms behind heads and MLPs are RMS norms, but the model has " + norm + ".");
    }
    int windows = attention.windows().size();
    if (nKvHeads < 1 || nHeads % nKvHeads != 0 || (windows != 0 && windows != nLayers)) {
      throw new IllegalArgumentException(
          "%s key/value heads do not divide %s heads, or %s windows are not those of %s layers."
              .formatted(nKvHeads, nHeads, windows, nLayers));
    }
    if (2 * attention.rotaryFrequencies().size() > dHead) {
      throw new IllegalArgumentException(
          "%s pairs of dimensions cannot turn in heads of width %s."
              .formatted(attention.rotaryFrequencies().size(), dHead));
    }
  }

  /** The same model with norms behind its heads and MLPs and this cap of its logits. */
  public ModelSpec withPostNorms(double cap) {
    return with(attention, true, cap);
  }

  /** The same model with other attention. */
  public ModelSpec withAttention(AttentionSpec other) {
    return with(other, postNorms, logitCap);
  }

  private ModelSpec with(AttentionSpec heads, boolean norms, double cap) {
    return new ModelSpec(
        family,
        nLayers,
        nHeads,
        nKvHeads,
        dModel,
        dHead,
        dMlp,
        dVocab,
        dVocabOut,
        nCtx,
        norm,
        normEpsilon,
        activation,
        gatedMlp,
        parallel,
        heads,
        norms,
        cap);
  }

  /** Whether the layers have MLPs. */
  public boolean hasMlps() {
    return dMlp > 0;
  }

  /** What q · k is divided by; usually √dHead. */
  public double attentionScale() {
    return attention.scale();
  }

  /** The shape of the model's computation graph, with k and v inputs for each query head. */
  public GraphShape graphShape() {
    return graphShape(nHeads);
  }

  /**
   * The shape of the graph in which heads that share keys and values share their k and v inputs.
   */
  public GraphShape groupedGraphShape() {
    return graphShape(nKvHeads);
  }

  private GraphShape graphShape(int kvReceivers) {
    return new GraphShape(
        nLayers,
        nHeads,
        kvReceivers,
        hasMlps(),
        parallel,
        postNorms,
        attention.positionsAreSender());
  }
}
