package dev.patchbay.plugins.architecture;

/**
 * In what a family of decoders differs from Llama.
 *
 * @param attentionBias which projections of attention have biases
 * @param windows in which layers a position sees only its neighbourhood
 * @param headNorms whether queries and keys pass a norm of their own
 * @param gemma whether embeddings are stored without their factor √d_model and norms without the
 *     one that is added to their gain, and embeddings are tied unless the file says otherwise
 */
record LlamaTraits(AttentionBias attentionBias, Windows windows, boolean headNorms, boolean gemma) {

  /** Which projections of attention have biases. */
  enum AttentionBias {
    /** None. */
    NEVER("models of this type have no biases"),
    /** Queries, keys and values. */
    INPUTS("models of this type have biases on queries, keys and values alone"),
    /** All four where {@code attention_bias} says so. */
    BY_FLAG("by attention_bias");

    private final String claim;

    AttentionBias(String claim) {
      this.claim = claim;
    }

    /** Whether a projection has one, where {@code attention_bias} is {@code flag}. */
    boolean on(String projection, boolean flag) {
      return switch (this) {
        case NEVER -> false;
        case INPUTS -> !projection.endsWith("o_proj");
        case BY_FLAG -> flag;
      };
    }

    /** What says so, for messages. */
    String claim(boolean flag) {
      return this == BY_FLAG ? "attention_bias is " + flag : claim;
    }
  }

  /** In which layers a position sees only its neighbourhood. */
  enum Windows {
    /** In none. */
    NONE,
    /**
     * In the layers that the file says, else in layers 0, 2, 4, …, unless {@code sliding_window} is
     * null.
     */
    EVERY_OTHER_LAYER,
    /** In all, unless {@code sliding_window} is null. */
    EVERY_LAYER,
    /** Where {@code use_sliding_window} is true, in the layers that the file says. */
    SOME_LAYERS
  }
}
