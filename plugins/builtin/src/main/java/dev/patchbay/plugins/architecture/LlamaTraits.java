package dev.patchbay.plugins.architecture;

/**
 * In what a family of decoders differs from Llama.
 *
 * @param modelType its {@code model_type}
 * @param attentionBias which projections of attention have biases
 * @param windows in which layers a position sees only its neighbourhood
 * @param headNorms whether queries and keys pass a norm of their own
 * @param gemma whether embeddings are stored without their factor √d_model and norms without the
 *     one that is added to their gain, embeddings are tied unless the file says otherwise, and the
 *     activation has Gemma's names
 */
record LlamaTraits(
    String modelType,
    AttentionBias attentionBias,
    Windows windows,
    boolean headNorms,
    boolean gemma) {

  /** Which projections of attention have biases. */
  enum AttentionBias {
    /** None. */
    NEVER,
    /** Queries, keys and values. */
    INPUTS,
    /** All four where {@code attention_bias} says so. */
    BY_FLAG
  }

  /** In which layers a position sees only its neighbourhood. */
  enum Windows {
    /** In none. */
    NONE,
    /** In all, unless {@code sliding_window} is null. */
    EVERY_LAYER,
    /** Where {@code use_sliding_window} is true, in the layers that the file says. */
    SOME_LAYERS
  }
}
