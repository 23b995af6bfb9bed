package dev.patchbay.plugins.model;

import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.StoredTensor;
import dev.patchbay.spi.model.WeightShapes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model's weights, all zero at first, and the words in which heads are set by hand. */
final class HandSetWeights {

  private final ModelSpec spec;
  private final double attentionScale;
  private final Map<String, HandSetTensor> tensors = new LinkedHashMap<>();

  HandSetWeights(ModelSpec spec) {
    this.spec = spec;
    this.attentionScale = spec.attentionScale();
    WeightShapes.of(spec).forEach((name, shape) -> tensors.put(name, new HandSetTensor(shape)));
  }

  /** The weights as a checkpoint holds them. */
  Map<String, StoredTensor> stored() {
    Map<String, StoredTensor> stored = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> stored.put(name, tensor.stored()));
    return stored;
  }

  HandSetTensor tensor(String name) {
    HandSetTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("No weight is called " + name + ".");
    }
    return tensor;
  }

  /** How the model is built. */
  ModelSpec spec() {
    return spec;
  }

  /** What scores are divided by. */
  double attentionScale() {
    return attentionScale;
  }

  /** Every weight by its name. */
  Map<String, HandSetTensor> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  /** A head, to be set. */
  HandSetHead head(int layer, int index) {
    return new HandSetHead(this, layer, index);
  }

  /** A token's logit is its code in this block, times {@code logit}. */
  void unembed(int token, double[] code, Subspace block, double logit) {
    for (int i = 0; i < code.length; i++) {
      tensor("unembed.W_U").set(logit * code[i], block.at(i), token);
    }
  }

  /** A token's embedding has this code in this block. */
  void embed(int token, double[] code, Subspace block) {
    for (int i = 0; i < code.length; i++) {
      tensor("embed.W_E").set(code[i], token, block.at(i));
    }
  }

  /** Every position has a dimension of this block to itself. */
  void number(Subspace positions) {
    for (int position = 0; position < positions.width(); position++) {
      tensor("pos_embed.W_pos").set(1, position, positions.at(position));
    }
  }

  /**
   * A head asks for the position this far back; where there is none, for nothing.
   *
   * @param lead the score of the right place; all others have 0
   */
  void lookBack(int layer, int head, Subspace positions, int back, double lead) {
    for (int position = 0; position < positions.width(); position++) {
      if (position >= back) {
        attention(layer, "W_Q")
            .set(lead * attentionScale, head, positions.at(position), position - back);
      }
      attention(layer, "W_K").set(1, head, positions.at(position), position);
    }
  }

  /**
   * A head asks, with the meaning in one block, for the places that have the same meaning in
   * another.
   *
   * @param lead the score of a place that has it, with strength 1
   */
  void match(int layer, int head, Subspace asked, Subspace answers, double lead) {
    for (int i = 0; i < asked.width(); i++) {
      attention(layer, "W_Q").set(lead * attentionScale, head, asked.at(i), i % answers.width());
    }
    for (int i = 0; i < answers.width(); i++) {
      attention(layer, "W_K").set(1, head, answers.at(i), i);
    }
  }

  /** A head copies one block of where it looks into another block of where it stands. */
  void copy(int layer, int head, Subspace from, Subspace to, double strength) {
    for (int i = 0; i < from.width(); i++) {
      attention(layer, "W_V").set(1, head, from.at(i), i);
      attention(layer, "W_O").set(strength, head, i, to.at(i));
    }
  }

  private HandSetTensor attention(int layer, String name) {
    return tensor("blocks.%s.attn.%s".formatted(layer, name));
  }
}
