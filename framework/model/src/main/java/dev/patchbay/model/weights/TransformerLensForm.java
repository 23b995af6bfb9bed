package dev.patchbay.model.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import dev.patchbay.spi.model.AttentionSpec.Positions;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Weights as TransformerLens prepares them by default ({@code fold_ln}, {@code
 * center_writing_weights}, {@code center_unembed}, {@code fold_value_biases}). Predictions stay;
 * logits move by one number a position; what a head writes loses its constant parts.
 */
final class TransformerLensForm {

  private final ModelSpec spec;
  private final Map<String, NDArray> tensors;

  private TransformerLensForm(LoadedWeights weights) {
    this.spec = weights.info().spec();
    this.tensors = new TreeMap<>(weights.tensors());
  }

  /** The same weights in that form, attached to the same manager. */
  static LoadedWeights of(LoadedWeights weights) {
    TransformerLensForm form = new TransformerLensForm(weights);
    if (form.spec.attention().positions() == Positions.QUERIES_AND_KEYS) {
      throw PatchbayException.usage(
          "'%s' adds positions after the norm, so its norms cannot be folded into the weights."
              .formatted(weights.info().name()),
          "Use its weights as they are stored: --weights raw.");
    }
    for (int layer = 0; layer < form.spec.nLayers(); layer++) {
      form.layer("blocks." + layer + ".");
    }
    form.foldNorm("ln_final", List.of("unembed.W_U"), Map.of("unembed.W_U", "unembed.b_U"));
    if (form.spec.norm() == Norm.LAYER_NORM) {
      form.centre("embed.W_E", 1);
      if (!form.spec.attention().rotary()) {
        form.centre("pos_embed.W_pos", 1);
      }
    }
    if (form.spec.logitCap() == 0) { // a cap does not let a constant through
      form.centre("unembed.W_U", 1);
      form.centre("unembed.b_U", 0);
    }
    return new LoadedWeights(weights.info(), form.tensors);
  }

  private void layer(String at) {
    String q = at + "attn.W_Q";
    String k = at + "attn.W_K";
    String v = at + "attn.W_V";
    foldNorm(
        at + "ln1",
        List.of(q, k, v),
        Map.of(q, at + "attn.b_Q", k, at + "attn.b_K", v, at + "attn.b_V"));
    if (!spec.postNorms()) { // after the heads' norm a constant is not one any more
      foldValueBias(at);
    }
    if (spec.hasMlps()) {
      String in = at + "mlp.W_in";
      String gate = at + "mlp.W_gate";
      List<String> readers = spec.gatedMlp() ? List.of(in, gate) : List.of(in);
      foldNorm(at + "ln2", readers, Map.of(in, at + "mlp.b_in", gate, at + "mlp.b_gate"));
    }
    if (spec.norm() == Norm.LAYER_NORM) {
      centre(at + "attn.W_O", 2);
      centre(at + "attn.b_O", 0);
      if (spec.hasMlps()) {
        centre(at + "mlp.W_out", 1);
        centre(at + "mlp.b_out", 0);
      }
    }
  }

  /**
   * Moves a norm's gain and bias into what reads its output.
   *
   * @param readers weights [..., d_model, n]
   * @param biases their biases, where they have one [..., n]
   */
  private void foldNorm(String norm, List<String> readers, Map<String, String> biases) {
    if (spec.norm() == Norm.NONE) {
      return;
    }
    NDArray gain = get(norm + ".w");
    boolean layerNorm = spec.norm() == Norm.LAYER_NORM;
    for (String reader : readers) {
      NDArray weight = get(reader);
      int row = weight.getShape().dimension() - 2;
      String bias = biases.get(reader);
      if (layerNorm && bias != null) {
        NDArray shift = get(norm + ".b").reshape(-1, 1);
        replace(bias, old -> old.add(shift.mul(weight).sum(new int[] {row})));
      }
      replace(reader, old -> old.mul(gain.reshape(-1, 1)));
      if (layerNorm) {
        centre(reader, row); // Behind a layer norm the stream has mean 0: nobody reads that.
      }
    }
    replace(norm + ".w", NDArray::onesLike);
    if (layerNorm) {
      replace(norm + ".b", NDArray::zerosLike);
    }
  }

  /** A pattern's rows sum to 1: a value bias reaches the stream whole, and no head need own it. */
  private void foldValueBias(String at) {
    NDArray bias = get(at + "attn.b_V"); // [kv_head, d_head]
    NDArray wO = get(at + "attn.W_O"); // [head, d_head, d_model]
    replace(
        at + "attn.b_O",
        old -> {
          NDArray each = bias.repeat(0, spec.nHeads() / spec.nKvHeads()); // [head, d_head]
          return old.add(each.expandDims(2).mul(wO).sum(new int[] {0, 1}));
        });
    replace(at + "attn.b_V", NDArray::zerosLike);
  }

  private void centre(String name, int axis) {
    replace(name, old -> old.sub(old.mean(new int[] {axis}, true)));
  }

  /** Puts another tensor in the place of one; the old one and what was made on the way is freed. */
  private void replace(String name, UnaryOperator<NDArray> change) {
    try (NDScope scope = new NDScope()) {
      NDArray old = get(name);
      NDArray changed = change.apply(old);
      NDScope.unregister(changed);
      tensors.put(name, changed);
      old.close();
    }
  }

  private NDArray get(String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }
}
