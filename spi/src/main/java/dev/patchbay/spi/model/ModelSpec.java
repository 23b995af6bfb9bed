package dev.patchbay.spi.model;

import dev.patchbay.spi.graph.GraphShape;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
 * @param norm what comes before each reader of the residual stream
 * @param normEpsilon ε of the norm
 * @param activation the MLP's nonlinearity; without meaning where there are no MLPs
 * @param gatedMlp whether the MLP multiplies {@code activation(x · W_gate)} with {@code x · W_in}
 * @param parallel whether a layer's MLP reads beside its heads and not after them
 * @param attention how the heads attend
 * @param postNorms whether a norm follows the sum of a layer's heads and another one follows its
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

  /** What comes before each reader of the residual stream. */
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
    IntStream sizes = IntStream.of(nLayers, nHeads, dModel, dHead, dVocab, dVocabOut, nCtx);
    if (sizes.anyMatch(size -> size < 1) || dMlp < 0) {
      throw new IllegalArgumentException(
          ("The sizes of a model are positive: nLayers %s, nHeads %s, dModel %s, dHead %s, dMlp %s,"
                  + " dVocab %s, dVocabOut %s, nCtx %s.")
              .formatted(nLayers, nHeads, dModel, dHead, dMlp, dVocab, dVocabOut, nCtx));
    }
    if (!(normEpsilon >= 0)) {
      throw new IllegalArgumentException("A model needs ε ≥ 0, not " + normEpsilon + ".");
    }
    AttentionSpec.checkCap(logitCap);
    if (postNorms && norm != Norm.RMS_NORM) {
      throw new IllegalArgumentException(
          "Norms after heads and MLPs are RMS norms, but the model has " + norm + ".");
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

  /**
   * Starts a model: one whose MLPs, if it has any, are plain and read after their layer's heads,
   * whose heads and MLPs write as they are, and whose logits are not capped.
   *
   * @param family the model type, such as {@code gpt2}
   */
  public static Builder builder(String family) {
    return new Builder(family);
  }

  /** Starts a model that is built like this one. */
  public Builder toBuilder() {
    return builder(family)
        .nLayers(nLayers)
        .nHeads(nHeads)
        .nKvHeads(nKvHeads)
        .dModel(dModel)
        .dHead(dHead)
        .mlps(dMlp, activation)
        .gatedMlp(gatedMlp)
        .parallel(parallel)
        .dVocab(dVocab)
        .dVocabOut(dVocabOut)
        .nCtx(nCtx)
        .norm(norm, normEpsilon)
        .attention(attention)
        .postNorms(postNorms)
        .logitCap(logitCap);
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

  /** Takes the components by their names; one that has a default says so. */
  public static final class Builder {

    private final String family;
    private @Nullable Integer nLayers;
    private @Nullable Integer nHeads;
    private @Nullable Integer nKvHeads;
    private @Nullable Integer dModel;
    private @Nullable Integer dHead;
    private int dMlp;
    private @Nullable Integer dVocab;
    private @Nullable Integer dVocabOut;
    private @Nullable Integer nCtx;
    private @Nullable Norm norm;
    private double normEpsilon;
    private Activation activation = Activation.RELU;
    private boolean gatedMlp;
    private boolean parallel;
    private @Nullable AttentionSpec attention;
    private boolean postNorms;
    private double logitCap;

    private Builder(String family) {
      this.family = family;
    }

    public Builder nLayers(int layers) {
      nLayers = layers;
      return this;
    }

    public Builder nHeads(int heads) {
      nHeads = heads;
      return this;
    }

    /** Each query head has its own keys and values unless given. */
    public Builder nKvHeads(int heads) {
      nKvHeads = heads;
      return this;
    }

    public Builder dModel(int width) {
      dModel = width;
      return this;
    }

    public Builder dHead(int width) {
      dHead = width;
      return this;
    }

    /** The layers have no MLPs unless given. */
    public Builder mlps(int width, Activation nonlinearity) {
      dMlp = width;
      activation = nonlinearity;
      return this;
    }

    public Builder gatedMlp(boolean gated) {
      gatedMlp = gated;
      return this;
    }

    public Builder parallel(boolean besideHeads) {
      parallel = besideHeads;
      return this;
    }

    public Builder dVocab(int tokens) {
      dVocab = tokens;
      return this;
    }

    /** The tokens that can be read are predicted unless given. */
    public Builder dVocabOut(int tokens) {
      dVocabOut = tokens;
      return this;
    }

    public Builder nCtx(int tokens) {
      nCtx = tokens;
      return this;
    }

    public Builder norm(Norm kind, double epsilon) {
      norm = kind;
      normEpsilon = epsilon;
      return this;
    }

    /** {@linkplain AttentionSpec#plain Plain}, with scores over √dHead, unless given. */
    public Builder attention(AttentionSpec heads) {
      attention = heads;
      return this;
    }

    public Builder postNorms(boolean present) {
      postNorms = present;
      return this;
    }

    public Builder logitCap(double cap) {
      logitCap = cap;
      return this;
    }

    /**
     * The model.
     *
     * @throws IllegalStateException if a component without a default was not given
     * @throws IllegalArgumentException if the components do not fit together
     */
    public ModelSpec build() {
      int heads = given("nHeads", nHeads);
      int width = given("dHead", dHead);
      int tokens = given("dVocab", dVocab);
      return new ModelSpec(
          family,
          given("nLayers", nLayers),
          heads,
          nKvHeads == null ? heads : nKvHeads,
          given("dModel", dModel),
          width,
          dMlp,
          tokens,
          dVocabOut == null ? tokens : dVocabOut,
          given("nCtx", nCtx),
          given("norm", norm),
          normEpsilon,
          activation,
          gatedMlp,
          parallel,
          attention == null ? AttentionSpec.plain(Math.sqrt(width)) : attention,
          postNorms,
          logitCap);
    }

    private <T> T given(String component, @Nullable T value) {
      if (value == null) {
        throw new IllegalStateException(
            "The spec of a '%s' model lacks %s.\nCall %s(…) before build()."
                .formatted(family, component, component));
      }
      return value;
    }
  }
}
