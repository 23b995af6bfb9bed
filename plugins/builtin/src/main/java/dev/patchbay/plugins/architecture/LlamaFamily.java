package dev.patchbay.plugins.architecture;

import dev.patchbay.plugins.architecture.LlamaTraits.AttentionBias;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.AttentionSpec;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Activation;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.model.TensorRecipe;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decoders built like Llama, as Hugging Face stores them: RMS norms, rotary positions, keys and
 * values that heads share, gated MLPs. Its families differ in {@link LlamaTraits}.
 */
abstract class LlamaFamily implements Architecture {

  private static final double USUAL_EPSILON = 1e-6;
  private static final String EMBEDDING = "embed_tokens";
  private static final String UNEMBEDDING = "lm_head";

  private final LlamaTraits traits;

  LlamaFamily(LlamaTraits traits) {
    this.traits = traits;
  }

  @Override
  public boolean reads(CheckpointConfig config) {
    return traits.modelType().equals(config.fields().get("model_type"));
  }

  @Override
  public ModelSpec spec(CheckpointConfig config) {
    ModelSpec plain =
        DecoderSizes.read(traits.modelType(), config)
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
  public void check(Checkpoint checkpoint) {
    CheckpointConfig config = checkpoint.config();
    TensorClaims claims = new TensorClaims(checkpoint);
    String base = base(checkpoint.tensorNames());
    claims.tied(base + EMBEDDING, UNEMBEDDING, traits.gemma());
    boolean flag = config.flag("attention_bias", false);
    // Models of the other types do without, whatever the file says.
    boolean mlpBias = traits.modelType().equals("llama") && config.flag("mlp_bias", false);
    AttentionBias bias = traits.attentionBias();
    int layers = ConfigSizes.positive(config, "num_hidden_layers");
    for (int layer = 0; layer < layers; layer++) {
      String from = base + "layers." + layer + ".";
      for (String part : List.of("q_proj", "k_proj", "v_proj", "o_proj")) {
        claims.bias(bias.claim(flag), bias.on(part, flag), from + "self_attn." + part);
      }
      for (String part : List.of("gate_proj", "up_proj", "down_proj")) {
        claims.bias(
            mlpBias ? "mlp_bias is true" : "MLPs of this model have no biases",
            mlpBias,
            from + "mlp." + part);
      }
    }
  }

  @Override
  public Map<String, TensorRecipe> weights(ModelSpec spec, Set<String> stored) {
    LinearRecipes recipes = new LinearRecipes(spec, stored);
    String base = base(stored);
    TensorRecipe embedding = TensorRecipe.of(base + EMBEDDING + ".weight");
    recipes.put(
        "embed.W_E", traits.gemma() ? embedding.affine(Math.sqrt(spec.dModel()), 0) : embedding);
    for (int layer = 0; layer < spec.nLayers(); layer++) {
      layer(recipes, "blocks." + layer + ".", base + "layers." + layer + ".");
      norms(recipes, spec, "blocks." + layer + ".", base + "layers." + layer + ".");
    }
    norm(recipes, "ln_final", base + "norm");
    recipes.unembedding(UNEMBEDDING, base + EMBEDDING);
    return recipes.weights();
  }

  private static String base(Set<String> stored) {
    return BaseModel.prefix(stored, "model.", EMBEDDING + ".weight");
  }

  /** Older files store the frequencies of each layer. */
  @Override
  public boolean isBuffer(String tensor) {
    return tensor.endsWith("rotary_emb.inv_freq");
  }

  private void layer(LinearRecipes recipes, String to, String from) {
    String attention = to + "attn.";
    recipes.queries(attention, from + "self_attn.q_proj");
    recipes.shared(attention, "K", from + "self_attn.k_proj");
    recipes.shared(attention, "V", from + "self_attn.v_proj");
    recipes.headOutput(attention, from + "self_attn.o_proj");
    if (traits.headNorms()) {
      norm(recipes, attention + "q_norm", from + "self_attn.q_norm");
      norm(recipes, attention + "k_norm", from + "self_attn.k_norm");
    }
    recipes.gate(to + "mlp.", from + "mlp.gate_proj");
    recipes.mlp(to + "mlp.", from + "mlp.up_proj", from + "mlp.down_proj");
  }

  /** With post norms, "post_attention_layernorm" is what its name says; else it is the MLP's. */
  private void norms(LinearRecipes recipes, ModelSpec spec, String to, String from) {
    norm(recipes, to + "ln1", from + "input_layernorm");
    if (spec.postNorms()) {
      norm(recipes, to + "ln1_post", from + "post_attention_layernorm");
      norm(recipes, to + "ln2", from + "pre_feedforward_layernorm");
      norm(recipes, to + "ln2_post", from + "post_feedforward_layernorm");
    } else {
      norm(recipes, to + "ln2", from + "post_attention_layernorm");
    }
  }

  private void norm(LinearRecipes recipes, String to, String from) {
    TensorRecipe gain = TensorRecipe.of(from + ".weight");
    recipes.put(to + ".w", traits.gemma() ? gain.affine(1, 1) : gain);
  }
}
