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
 * GPT-NeoX and Pythia as Hugging Face stores them: attention and MLP beside each other or one after
 * the other, rotary positions on a part of each head, queries, keys and values in one tensor whose
 * rows are ordered by head first.
 */
@AutoService(Architecture.class)
public final class GptNeoxArchitecture implements Architecture {

  private static final double ROTARY_PART = .25;
  private static final String PART = "partial_rotary_factor";
  private static final String EMBEDDING = "embed_in";
  private static final String UNEMBEDDING = "embed_out";

  /** This family's own names of what others call otherwise. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of("rotary_emb_base", "rope_theta", "rotary_pct", "partial_rotary_factor");

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "gpt-neox",
        "GPT-NeoX and Pythia checkpoints in Hugging Face's layout.",
        "Black et al. 2022, GPT-NeoX-20B, §2; Biderman et al. 2023, Pythia, §2",
        "none");
  }

  @Override
  public boolean reads(CheckpointConfig config) {
    return "gpt_neox".equals(config.fields().get("model_type"));
  }

  @Override
  public ModelSpec spec(CheckpointConfig stored) {
    // Beside rope_parameters, transformers asks for rotary_pct alone.
    if (stored.number(PART, ROTARY_PART) != ROTARY_PART && !stored.has("rotary_pct")) {
      throw stored.unsupported(PART, "rotary_pct, which is what this type of model calls it");
    }
    CheckpointConfig config = FieldNames.settled(stored, OTHER_NAMES);
    ModelSpec plain =
        DecoderSizes.read("gpt-neox", config)
            .norm(Norm.LAYER_NORM, ConfigSizes.epsilon(config, "layer_norm_eps"))
            .mlps(
                ConfigSizes.positive(config, "intermediate_size"),
                ActivationNames.read(config, "hidden_act", "gelu"))
            .parallel(config.flag("use_parallel_residual", true))
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
    boolean biased = checkpoint.config().flag("attention_bias", true);
    int layers = ConfigSizes.positive(checkpoint.config(), "num_hidden_layers");
    for (int layer = 0; layer < layers; layer++) {
      String from = base + "layers." + layer + ".";
      for (String part : List.of("query_key_value", "dense")) {
        claims.bias("attention_bias is " + biased, biased, from + "attention." + part);
      }
      for (String part : List.of("dense_h_to_4h", "dense_4h_to_h")) {
        claims.bias("MLPs of this family have biases", true, from + "mlp." + part);
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
      recipes.fusedHeads(to + "attn.", from + "attention.query_key_value");
      recipes.headOutput(to + "attn.", from + "attention.dense");
      recipes.norm(to + "ln2", from + "post_attention_layernorm");
      recipes.mlp(to + "mlp.", from + "mlp.dense_h_to_4h", from + "mlp.dense_4h_to_h");
    }
    recipes.norm("ln_final", base + "final_layer_norm");
    recipes.unembedding(UNEMBEDDING, base + EMBEDDING);
    return recipes.weights();
  }

  private static String base(Set<String> stored) {
    return BaseModel.prefix(stored, "gpt_neox.", EMBEDDING + ".weight");
  }

  /** The causal mask, what masked scores became, and the frequencies of older files. */
  @Override
  public boolean isBuffer(String tensor) {
    return tensor.matches(".*\\.attention\\.(bias|masked_bias|rotary_emb\\.inv_freq)");
  }
}
