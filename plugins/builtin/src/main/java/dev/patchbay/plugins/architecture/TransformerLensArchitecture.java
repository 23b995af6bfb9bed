package dev.patchbay.plugins.architecture;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Activation;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.model.TensorRecipe;
import dev.patchbay.spi.model.WeightShapes;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.PluginDescriptor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Models in TransformerLens' own layout: the fields of its {@code HookedTransformerConfig}, tensors
 * under the names that {@link Architecture} uses anyway. Attention-only or with MLPs, without a
 * norm or with LayerNorm, learned positions. A field that is absent has TransformerLens' default.
 */
@AutoService(Architecture.class)
public final class TransformerLensArchitecture implements Architecture {

  /** Switches of which only the off position is built. */
  private static final List<String> OFF =
      List.of(
          "parallel_attn_mlp",
          "gated_mlp",
          "final_rms",
          "shortformer_pos",
          "use_local_attn",
          "scale_attn_by_inverse_layer_idx",
          "use_normalization_before_and_after",
          "post_embedding_ln",
          "use_qk_norm");

  /** Soft-caps: TransformerLens writes −1 where there is none. */
  private static final List<String> CAPS =
      List.of("attn_scores_soft_cap", "output_logits_soft_cap");

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "transformer-lens",
        "Models in TransformerLens' layout, attention-only ones among them.",
        "Nanda and Bloom 2022, TransformerLens, HookedTransformerConfig",
        "none");
  }

  @Override
  public boolean reads(CheckpointConfig config) {
    return config.has("n_layers") && config.has("d_model") && !config.has("model_type");
  }

  @Override
  public ModelSpec spec(CheckpointConfig config) {
    refuseWhatIsNotBuilt(config);
    int dModel = ConfigSizes.positive(config, "d_model");
    int dHead = ConfigSizes.positive(config, "d_head");
    int nHeads = heads(config, dModel, dHead);
    int keyHeads = config.integer("n_key_value_heads", nHeads);
    if (keyHeads != nHeads) {
      throw notYet(config, "n_key_value_heads", keyHeads, "Supported: null, or as many as n_heads");
    }
    boolean mlps = !config.flag("attn_only", false);
    int dVocab = ConfigSizes.positive(config, "d_vocab");
    return new ModelSpec(
        "transformer-lens",
        ConfigSizes.positive(config, "n_layers"),
        nHeads,
        dModel,
        dHead,
        mlps ? mlpWidth(config) : 0,
        dVocab,
        config.integer("d_vocab_out", -1) == -1
            ? dVocab
            : ConfigSizes.positive(config, "d_vocab_out"),
        ConfigSizes.positive(config, "n_ctx"),
        norm(config),
        ConfigSizes.epsilon(config, "eps"),
        mlps ? activation(config) : Activation.RELU,
        attentionScale(config, dHead));
  }

  @Override
  public Map<String, TensorRecipe> weights(ModelSpec spec, Set<String> stored) {
    Map<String, TensorRecipe> weights = new LinkedHashMap<>();
    for (String name : WeightShapes.of(spec).keySet()) {
      weights.put(name, TensorRecipe.of(name));
    }
    return weights;
  }

  private static void refuseWhatIsNotBuilt(CheckpointConfig config) {
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
    if (!positions.equals("standard")) {
      throw notYet(config, "positional_embedding_type", positions, "Supported: standard");
    }
    String direction = config.text("attention_dir", "causal");
    if (!direction.equals("causal")) {
      throw notYet(config, "attention_dir", direction, "Supported: causal");
    }
  }

  private static int heads(CheckpointConfig config, int dModel, int dHead) {
    if (config.integer("n_heads", -1) != -1) {
      return ConfigSizes.positive(config, "n_heads");
    }
    if (dModel % dHead != 0) {
      throw PatchbayException.failed(
          "%s: n_heads is missing, and d_model = %d is no multiple of d_head = %d."
              .formatted(config.origin(), dModel, dHead),
          "Give n_heads.");
    }
    return dModel / dHead;
  }

  private static int mlpWidth(CheckpointConfig config) {
    return config.has("d_mlp")
        ? ConfigSizes.positive(config, "d_mlp")
        : ConfigSizes.fourTimes(config, "d_model");
  }

  /** A null says "no norm"; only where the field is absent does the default, LN, hold. */
  private static Norm norm(CheckpointConfig config) {
    String field =
        config.names().contains("normalization_type") ? "normalization_type" : "normalization";
    if (config.names().contains(field) && !config.has(field)) {
      return Norm.NONE;
    }
    String norm = config.text(field, "LN");
    if (!norm.equals("LN")) {
      throw notYet(config, field, norm, "Supported: null, LN");
    }
    return Norm.LAYER_NORM;
  }

  private static Activation activation(CheckpointConfig config) {
    String name = config.text("act_fn", "");
    return switch (name) {
      case "relu" -> Activation.RELU;
      case "gelu" -> Activation.GELU;
      case "gelu_new", "gelu_pytorch_tanh" -> Activation.GELU_TANH;
      case "silu" -> Activation.SILU;
      case "" ->
          throw PatchbayException.failed(
              "%s: the field 'act_fn' is missing.".formatted(config.origin()),
              "A model with MLPs needs one of relu, gelu, gelu_new, silu; an attention-only one has"
                  + " attn_only true.");
      default -> throw notYet(config, "act_fn", name, "Supported: relu, gelu, gelu_new, silu");
    };
  }

  private static double attentionScale(CheckpointConfig config, int dHead) {
    if (!config.flag("use_attn_scale", true)) {
      return 1;
    }
    double scale = config.number("attn_scale", -1);
    if (scale == -1) {
      return Math.sqrt(dHead);
    }
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw PatchbayException.failed(
          "%s: the field 'attn_scale' is %s.".formatted(config.origin(), scale),
          "It must be a number above 0, or -1 for the root of d_head.");
    }
    return scale;
  }

  private static PatchbayException notYet(
      CheckpointConfig config, String field, Object value, String supported) {
    return PatchbayException.failed(
        "%s: %s = %s is not supported yet.".formatted(config.origin(), field, value),
        supported + ".");
  }
}
