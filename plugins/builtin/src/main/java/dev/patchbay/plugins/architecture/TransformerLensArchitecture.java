package dev.patchbay.plugins.architecture;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.AttentionSpec;
import dev.patchbay.spi.model.AttentionSpec.Positions;
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
 * norm or with LayerNorm, learned positions, causal or bidirectional. A field that is absent has
 * TransformerLens' default.
 *
 * <p>Shortformer positions ({@code positional_embedding_type} or, in older files, {@code
 * shortformer_pos}) are added after the norm to what queries and keys read, and nowhere else.
 *
 * <p>Position embeddings are a sender of their own where {@code position_sender} is true, a field
 * that TransformerLens does not know; where the file is silent, in models whose {@code model_name}
 * begins with {@code tracr}: the circuits that are known of compiled models tell tokens from
 * positions (Conmy et al. 2023, appendix J).
 */
@AutoService(Architecture.class)
public final class TransformerLensArchitecture implements Architecture {

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
    TransformerLensLimits.check(config);
    int dModel = ConfigSizes.positive(config, "d_model");
    int dHead = ConfigSizes.positive(config, "d_head");
    int nHeads = heads(config, dModel, dHead);
    TransformerLensLimits.checkKeyHeads(config, nHeads);
    ModelSpec.Builder spec =
        ModelSpec.builder("transformer-lens")
            .nLayers(ConfigSizes.positive(config, "n_layers"))
            .nHeads(nHeads)
            .dModel(dModel)
            .dHead(dHead)
            .dVocab(ConfigSizes.positive(config, "d_vocab"))
            .nCtx(ConfigSizes.positive(config, "n_ctx"))
            .norm(norm(config), ConfigSizes.epsilon(config, "eps"))
            .attention(attention(config, dHead));
    if (!config.flag("attn_only", false)) {
      spec.mlps(ConfigSizes.mlpWidth(config, "d_mlp", "d_model"), activation(config));
    }
    if (config.integer("d_vocab_out", -1) != -1) {
      spec.dVocabOut(ConfigSizes.positive(config, "d_vocab_out"));
    }
    return spec.build();
  }

  @Override
  public Map<String, TensorRecipe> weights(ModelSpec spec, Set<String> stored) {
    Map<String, TensorRecipe> weights = new LinkedHashMap<>();
    for (String name : WeightShapes.of(spec).keySet()) {
      weights.put(name, TensorRecipe.of(name));
    }
    return weights;
  }

  /** The mask of each layer, and what masked scores became. */
  @Override
  public boolean isBuffer(String tensor) {
    return tensor.matches("blocks\\.\\d+\\.attn\\.(mask|IGNORE)");
  }

  private static int heads(CheckpointConfig config, int dModel, int dHead) {
    if (config.integer("n_heads", -1) != -1) {
      return ConfigSizes.positive(config, "n_heads");
    }
    if (dModel % dHead != 0) {
      throw PatchbayException.failed(
          "%s: n_heads is missing, and d_model = %s is not a multiple of d_head = %s."
              .formatted(config.origin(), dModel, dHead),
          "Give n_heads.");
    }
    return dModel / dHead;
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
      throw TransformerLensLimits.notYet(config, field, norm, "Supported: null, LN");
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
      default ->
          throw TransformerLensLimits.notYet(
              config, "act_fn", name, "Supported: relu, gelu, gelu_new, silu");
    };
  }

  private static AttentionSpec attention(CheckpointConfig config, int dHead) {
    return new AttentionSpec(
        attentionScale(config, dHead),
        List.of(),
        List.of(),
        false,
        0,
        config.text("attention_dir", "causal").equals("bidirectional"),
        positions(config));
  }

  private static Positions positions(CheckpointConfig config) {
    boolean shortformer =
        config.text("positional_embedding_type", "standard").equals("shortformer")
            || config.flag("shortformer_pos", false);
    boolean compiled = config.text("model_name", "").startsWith("tracr");
    boolean sender = config.flag("position_sender", compiled);
    if (shortformer && sender) {
      throw PatchbayException.failed(
          "%s: position_sender = true, but shortformer positions are not in the residual stream."
              .formatted(config.origin()),
          "Remove the field: no edge carries what queries and keys read beside the stream.");
    }
    return shortformer ? Positions.QUERIES_AND_KEYS : sender ? Positions.SENDER : Positions.STREAM;
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
}
