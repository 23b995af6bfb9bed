package dev.patchbay.plugins.model;

/**
 * One head, set by hand. A block of the residual stream is in the head's own dimensions from {@code
 * at} on; a score is the sum over what question and key have in the same dimension.
 */
final class HandSetHead {

  private final HandSetWeights weights;
  private final int layer;
  private final int index;

  HandSetHead(HandSetWeights weights, int layer, int index) {
    this.weights = weights;
    this.layer = layer;
    this.index = index;
  }

  /** The question has this block, this strongly. */
  HandSetHead ask(Subspace block, int at, double strength) {
    return put("W_Q", block, at, strength * weights.attentionScale());
  }

  /** The question always has this much in one dimension. */
  HandSetHead askAlways(int at, double strength) {
    weights
        .tensor("blocks.%s.attn.b_Q".formatted(layer))
        .set(strength * weights.attentionScale(), index, at);
    return this;
  }

  /** The key has this block. */
  HandSetHead key(Subspace block, int at) {
    return put("W_K", block, at, 1);
  }

  /** The key has this much in one dimension where this dimension of the stream is 1. */
  HandSetHead key(int meaning, int at, double strength) {
    weights.tensor("blocks.%s.attn.W_K".formatted(layer)).set(strength, index, meaning, at);
    return this;
  }

  /** Takes this block from where it looks, this strongly. */
  HandSetHead take(Subspace block, int at, double strength) {
    return put("W_V", block, at, strength);
  }

  /** Gives what it has taken to this block of where it stands, this strongly. */
  HandSetHead give(int at, Subspace block, double strength) {
    for (int i = 0; i < block.width(); i++) {
      weights
          .tensor("blocks.%s.attn.W_O".formatted(layer))
          .set(strength, index, at + i, block.at(i));
    }
    return this;
  }

  private HandSetHead put(String name, Subspace block, int at, double strength) {
    for (int i = 0; i < block.width(); i++) {
      weights
          .tensor("blocks.%s.attn.%s".formatted(layer, name))
          .set(strength, index, block.at(i), at + i);
    }
    return this;
  }
}
