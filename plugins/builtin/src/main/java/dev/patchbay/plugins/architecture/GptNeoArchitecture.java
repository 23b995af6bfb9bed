package dev.patchbay.plugins.architecture;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.AttentionSpec;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.model.TensorRecipe;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.PluginDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * GPT-Neo as Hugging Face stores it, the TinyStories models among them: like GPT-2, but its scores
 * are not scaled, some layers see only their neighbourhood, and queries, keys and values lie in
 * three tensors without biases.
 */
@AutoService(Architecture.class)
public final class GptNeoArchitecture implements Architecture {

  private static final String EMBEDDING = "wte";
  private static final String UNEMBEDDING = "lm_head";

  /** What transformers takes for the same fields. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of("num_attention_heads", "num_heads", "num_hidden_layers", "num_layers");

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "gpt-neo",
        "GPT-Neo and TinyStories checkpoints in Hugging Face's layout.",
        "Black et al. 2021, GPT-Neo, doi:10.5281/zenodo.5297715; Eldan and Li 2023, TinyStories",
        "none");
  }

  @Override
  public boolean reads(CheckpointConfig config) {
    return "gpt_neo".equals(config.fields().get("model_type"));
  }

  @Override
  public ModelSpec spec(CheckpointConfig stored) {
    CheckpointConfig config = FieldNames.settled(stored, OTHER_NAMES);
    int dModel = ConfigSizes.positive(config, "hidden_size");
    int nHeads = ConfigSizes.positive(config, "num_heads");
    if (dModel % nHeads != 0) {
      throw PatchbayException.failed(
          "%s: hidden_size = %s is not a multiple of num_heads = %s."
              .formatted(config.origin(), dModel, nHeads),
          "GPT-Neo's heads are hidden_size / num_heads wide: correct the file.");
    }
    ModelSpec plain =
        ModelSpec.builder("gpt-neo")
            .nLayers(ConfigSizes.positive(config, "num_layers"))
            .nHeads(nHeads)
            .dModel(dModel)
            .dHead(dModel / nHeads)
            .mlps(
                config.has("intermediate_size")
                    ? ConfigSizes.positive(config, "intermediate_size")
                    : ConfigSizes.fourTimes(config, "hidden_size"),
                ActivationNames.read(config, "activation_function", "gelu_new"))
            .dVocab(ConfigSizes.positive(config, "vocab_size"))
            .nCtx(ConfigSizes.positive(config, "max_position_embeddings"))
            .norm(Norm.LAYER_NORM, ConfigSizes.epsilon(config, "layer_norm_epsilon"))
            .build();
    List<Integer> windows = AttentionLayers.windows(config, plain);
    return plain.toBuilder().attention(new AttentionSpec(1, List.of(), windows, false)).build();
  }

  @Override
  public void check(Checkpoint checkpoint) {
    TensorClaims claims = new TensorClaims(checkpoint);
    String base = base(checkpoint.tensorNames());
    claims.tied(base + EMBEDDING, UNEMBEDDING, true);
    int layers = spec(checkpoint.config()).nLayers();
    for (int layer = 0; layer < layers; layer++) {
      String from = base + "h." + layer + ".";
      for (String part : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
        claims.bias(
            "only out_proj has a bias of attention",
            part.equals("out_proj"),
            from + "attn.attention." + part);
      }
      for (String part : List.of("c_fc", "c_proj")) {
        claims.bias("MLPs of this family have biases", true, from + "mlp." + part);
      }
    }
  }

  @Override
  public Map<String, TensorRecipe> weights(ModelSpec spec, Set<String> stored) {
    LinearRecipes recipes = new LinearRecipes(spec, stored);
    String base = base(stored);
    recipes.put("embed.W_E", TensorRecipe.of(base + EMBEDDING + ".weight"));
    recipes.put("pos_embed.W_pos", TensorRecipe.of(base + "wpe.weight"));
    for (int layer = 0; layer < spec.nLayers(); layer++) {
      String to = "blocks." + layer + ".";
      String from = base + "h." + layer + ".";
      recipes.norm(to + "ln1", from + "ln_1");
      recipes.queries(to + "attn.", from + "attn.attention.q_proj");
      recipes.shared(to + "attn.", "K", from + "attn.attention.k_proj");
      recipes.shared(to + "attn.", "V", from + "attn.attention.v_proj");
      recipes.headOutput(to + "attn.", from + "attn.attention.out_proj");
      recipes.norm(to + "ln2", from + "ln_2");
      recipes.mlp(to + "mlp.", from + "mlp.c_fc", from + "mlp.c_proj");
    }
    recipes.norm("ln_final", base + "ln_f");
    recipes.unembedding(UNEMBEDDING, base + EMBEDDING);
    return recipes.weights();
  }

  private static String base(Set<String> stored) {
    return BaseModel.prefix(stored, "transformer.", EMBEDDING + ".weight");
  }

  /** The mask of each layer, and what masked scores became. */
  @Override
  public boolean isBuffer(String tensor) {
    return tensor.matches(".*\\.attn\\.attention\\.(masked_)?bias");
  }
}
