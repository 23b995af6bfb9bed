package dev.patchbay.model.weights;

/** In what form weights are used. Patching effects are the same in both; zero ablation is not. */
public enum WeightForm {
  /** As they are stored. */
  RAW,
  /**
   * As TransformerLens prepares them by default: norms folded into the weights after them, what is
   * written to the stream and the unembedding centred, value biases folded into the output bias.
   */
  TRANSFORMER_LENS
}
