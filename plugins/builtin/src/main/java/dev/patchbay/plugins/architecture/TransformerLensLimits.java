package dev.patchbay.plugins.architecture;

import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What TransformerLens can build and the forward pass cannot: refused, each in a sentence. */
final class TransformerLensLimits {

  /** Switches of which only the off position is built. */
  private static final List<String> OFF =
      List.of(
          "parallel_attn_mlp",
          "gated_mlp",
          "final_rms",
          "use_local_attn",
          "scale_attn_by_inverse_layer_idx",
          "use_normalization_before_and_after",
          "post_embedding_ln",
          "use_qk_norm");

  /** Soft-caps: TransformerLens writes −1 where there is none. */
  private static final List<String> CAPS =
      List.of("attn_scores_soft_cap", "output_logits_soft_cap");

  private TransformerLensLimits() {}

  static void check(CheckpointConfig config) {
    checkNames(config);
    for (String name : OFF) {
      if (config.flag(name, false)) {
        throw notYet(config, name, true, "Supported: false");
      }
    }
    for (String name : CAPS) {
      double cap = config.number(name, -1);
      if (cap > 0) {
        throw notYet(config, name, cap, "Supported: -1, which means none");
      }
    }
    if (config.has("num_experts")) {
      throw notYet(config, "num_experts", config.integer("num_experts"), "Supported: null");
    }
    String positions = config.text("positional_embedding_type", "standard");
    if (!positions.equals("standard") && !positions.equals("shortformer")) {
      throw notYet(
          config, "positional_embedding_type", positions, "Supported: standard, shortformer");
    }
    String direction = config.text("attention_dir", "causal");
    if (!direction.equals("causal") && !direction.equals("bidirectional")) {
      throw notYet(config, "attention_dir", direction, "Supported: causal, bidirectional");
    }
  }

  /** The norm has another name in older files; null is an answer. */
  private static void checkNames(CheckpointConfig config) {
    Map<String, @Nullable Object> fields = config.fields();
    List<String> norms = List.of("normalization_type", "normalization");
    Object norm = fields.get(norms.get(0));
    Object older = fields.get(norms.get(1));
    if (fields.keySet().containsAll(norms) && !Objects.equals(norm, older)) {
      throw FieldNames.contradiction(config.origin(), norms.get(0), norm, norms.get(1), older);
    }
  }

  /** Each head must have keys and values of its own. */
  static void checkKeyHeads(CheckpointConfig config, int nHeads) {
    int keyHeads = config.integer("n_key_value_heads", nHeads);
    if (keyHeads != nHeads) {
      throw notYet(config, "n_key_value_heads", keyHeads, "Supported: null, or as many as n_heads");
    }
  }

  static PatchbayException notYet(
      CheckpointConfig config, String field, Object value, String supported) {
    return PatchbayException.failed(
        "%s: %s = %s is not supported yet.".formatted(config.origin(), field, value),
        supported + ".");
  }
}
