package dev.patchbay.plugins.architecture;

import dev.patchbay.plugins.architecture.LlamaTraits.AttentionBias;
import dev.patchbay.spi.model.AttentionSpec;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Activation;
import dev.patchbay.spi.model.ModelSpec.Norm;
import java.util.List;

/**
 * Decoders built like Llama, as Hugging Face stores them: RMS norms, rotary positions, keys and
 * values that heads share, gated MLPs. Its families differ in {@link LlamaTraits}.
 */
abstract class LlamaFamily extends LinearDecoder {

  private static final double USUAL_EPSILON = 1e-6;

  private static final TensorNames NAMES =
      new TensorNames(
          "model.",
          "embed_tokens",
          "lm_head",
          "layers.",
          "input_layernorm",
          List.of("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
          "self_attn.o_proj",
          "post_attention_layernorm",
          List.of("mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"),
          "norm");

  private final LlamaTraits traits;

  LlamaFamily(String name, String summary, String citation, LlamaTraits traits) {
    super(name, summary, citation, NAMES, traits.gemma());
    this.traits = traits;
  }

  @Override
  public ModelSpec spec(CheckpointConfig config) {
    ModelSpec plain =
        DecoderSizes.read(descriptor().name(), config)
            .norm(Norm.RMS_NORM, ConfigSizes.epsilon(config, "rms_norm_eps", USUAL_EPSILON))
            .mlps(ConfigSizes.positive(config, "intermediate_size"), activation(config))
            .gatedMlp(true)
            .build();
    return plain.toBuilder().attention(attention(config, plain)).build();
  }

  /** How the heads attend: scores over √d_head, not capped, unless overridden. */
  AttentionSpec attention(CheckpointConfig config, ModelSpec sizes) {
    return new AttentionSpec(
        Math.sqrt(sizes.dHead()),
        RotaryAngles.ofWholeHeads(config, sizes.dHead()),
        AttentionWindows.read(config, traits.windows(), sizes),
        traits.headNorms());
  }

  /** The nonlinearity of the MLPs: {@code hidden_act}, unless overridden. */
  Activation activation(CheckpointConfig config) {
    return ActivationNames.read(config, "hidden_act", "silu");
  }

  @Override
  Bias bias(CheckpointConfig config, String part) {
    if (part.startsWith("mlp.")) {
      // Models of the other types do without, whatever the file says.
      return descriptor().name().equals("llama") && config.flag("mlp_bias", false)
          ? new Bias("mlp_bias is true", true)
          : new Bias("MLPs of this model have no biases", false);
    }
    boolean flag = config.flag("attention_bias", false);
    AttentionBias bias = traits.attentionBias();
    return new Bias(bias.claim(flag), bias.on(part, flag));
  }

  /** Older files store the frequencies of each layer. */
  @Override
  public boolean isBuffer(String tensor) {
    return tensor.endsWith("rotary_emb.inv_freq");
  }

  /** With post norms, "post_attention_layernorm" is what its name says; else it is the MLP's. */
  @Override
  void addOwn(LinearRecipes recipes, ModelSpec spec, String base) {
    for (int layer = 0; layer < spec.nLayers(); layer++) {
      String to = "blocks." + layer + ".";
      String from = base + "layers." + layer + ".";
      if (traits.headNorms()) {
        recipes.norm(to + "attn.q_norm", from + "self_attn.q_norm");
        recipes.norm(to + "attn.k_norm", from + "self_attn.k_norm");
      }
      if (spec.postNorms()) {
        recipes.norm(to + "ln1_post", from + "post_attention_layernorm");
        recipes.norm(to + "ln2", from + "pre_feedforward_layernorm");
        recipes.norm(to + "ln2_post", from + "post_feedforward_layernorm");
      }
    }
    if (traits.gemma()) {
      recipes
          .weights()
          .replaceAll((name, stored) -> name.endsWith(".w") ? stored.affine(1, 1) : stored);
      recipes
          .weights()
          .computeIfPresent(
              "embed.W_E", (name, stored) -> stored.affine(Math.sqrt(spec.dModel()), 0));
    }
  }
}
