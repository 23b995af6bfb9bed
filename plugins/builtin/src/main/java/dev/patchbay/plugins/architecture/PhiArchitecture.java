package dev.patchbay.plugins.architecture;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.AttentionSpec;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.model.TensorRecipe;
import dev.patchbay.spi.plugin.PluginDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Phi 1 to 2 as Hugging Face stores them: attention and MLP side by side after one norm, which is
 * given to both, rotary positions on a part of each head, biases everywhere.
 */
@AutoService(Architecture.class)
public final class PhiArchitecture implements Architecture {

  private static final double ROTARY_PART = .5;
  private static final String EMBEDDING = "embed_tokens";
  private static final String UNEMBEDDING = "lm_head";

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "phi",
        "Phi 1, 1.5 and 2 checkpoints in Hugging Face's layout.",
        "Li et al. 2023, Textbooks Are All You Need II: phi-1.5 technical report, §2.1",
        "none");
  }

  @Override
  public boolean reads(CheckpointConfig config) {
    return "phi".equals(config.fields().get("model_type"));
  }

  @Override
  public ModelSpec spec(CheckpointConfig config) {
    if (config.flag("qk_layernorm", false)) {
      throw config.unsupported("qk_layernorm", "false");
    }
    ModelSpec plain =
        DecoderSizes.read("phi", config)
            .norm(Norm.LAYER_NORM, ConfigSizes.epsilon(config, "layer_norm_eps"))
            .mlps(
                ConfigSizes.positive(config, "intermediate_size"),
                ActivationNames.read(config, "hidden_act", "gelu_new"))
            .parallel(true)
            .build();
    List<Double> angles = RotaryAngles.ofPartOfHeads(config, plain.dHead(), ROTARY_PART);
    return plain.toBuilder()
        .attention(new AttentionSpec(plain.attentionScale(), angles, List.of(), false))
        .build();
  }

  @Override
  public void check(Checkpoint checkpoint) {
    TensorClaims claims = new TensorClaims(checkpoint);
    String base = base(checkpoint.tensorNames());
    claims.tied(base + EMBEDDING, UNEMBEDDING, false);
    String claim = "every layer of a phi model has a bias";
    claims.bias(claim, true, UNEMBEDDING);
    int layers = ConfigSizes.positive(checkpoint.config(), "num_hidden_layers");
    for (int layer = 0; layer < layers; layer++) {
      for (String part :
          List.of(
              "self_attn.q_proj",
              "self_attn.k_proj",
              "self_attn.v_proj",
              "self_attn.dense",
              "mlp.fc1",
              "mlp.fc2")) {
        claims.bias(claim, true, base + "layers." + layer + "." + part);
      }
    }
  }

  @Override
  public Map<String, TensorRecipe> weights(ModelSpec spec, Set<String> stored) {
    LinearRecipes recipes = new LinearRecipes(spec, stored);
    String base = base(stored);
    recipes.put("embed.W_E", TensorRecipe.of(base + EMBEDDING + ".weight"));
    for (int layer = 0; layer < spec.nLayers(); layer++) {
      String to = "blocks." + layer + ".";
      String from = base + "layers." + layer + ".";
      recipes.norm(to + "ln1", from + "input_layernorm");
      recipes.queries(to + "attn.", from + "self_attn.q_proj");
      recipes.shared(to + "attn.", "K", from + "self_attn.k_proj");
      recipes.shared(to + "attn.", "V", from + "self_attn.v_proj");
      recipes.headOutput(to + "attn.", from + "self_attn.dense");
      recipes.norm(to + "ln2", from + "input_layernorm");
      recipes.mlp(to + "mlp.", from + "mlp.fc1", from + "mlp.fc2");
    }
    recipes.norm("ln_final", base + "final_layernorm");
    recipes.unembedding(UNEMBEDDING, base + EMBEDDING);
    recipes.put("unembed.b_U", TensorRecipe.of(UNEMBEDDING + ".bias"));
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
}
