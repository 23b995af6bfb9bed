package dev.patchbay.plugins.architecture;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.model.Architecture;
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
 * OPT as Hugging Face stores it: like GPT-2, with ReLU, and with two rows in front of its position
 * embeddings that no prompt without padding reads. OPT-350m is built differently and refused.
 */
@AutoService(Architecture.class)
public final class OptArchitecture implements Architecture {

  /** Rows of the position embedding before that of the first token. */
  private static final int UNREAD_POSITIONS = 2;

  private static final String UNEMBEDDING = "lm_head";

  /** Switches that change the model, and the one position of each that is built. */
  private static final Map<String, Boolean> BUILT =
      Map.of(
          "do_layer_norm_before", true,
          "layer_norm_elementwise_affine", true,
          "_remove_final_layer_norm", false);

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "opt",
        "OPT checkpoints in Hugging Face's layout, except OPT-350m.",
        "Zhang et al. 2022, OPT: Open Pre-trained Transformer Language Models, §2.1",
        "none");
  }

  @Override
  public boolean reads(CheckpointConfig config) {
    return "opt".equals(config.fields().get("model_type"));
  }

  @Override
  public ModelSpec spec(CheckpointConfig config) {
    BUILT.forEach(
        (field, built) -> {
          if (config.flag(field, built) != built) {
            throw config.unsupported(field, built.toString());
          }
        });
    int dModel = ConfigSizes.positive(config, "hidden_size");
    if (config.integer("word_embed_proj_dim", dModel) != dModel) {
      throw config.unsupported("word_embed_proj_dim", "as many as hidden_size, which is " + dModel);
    }
    int nHeads = ConfigSizes.positive(config, "num_attention_heads");
    if (dModel % nHeads != 0) {
      throw PatchbayException.failed(
          "%s: hidden_size = %s is not a multiple of num_attention_heads = %s."
              .formatted(config.origin(), dModel, nHeads),
          "OPT's heads are hidden_size / num_attention_heads wide: correct the file.");
    }
    return ModelSpec.builder("opt")
        .nLayers(ConfigSizes.positive(config, "num_hidden_layers"))
        .nHeads(nHeads)
        .dModel(dModel)
        .dHead(dModel / nHeads)
        .mlps(
            ConfigSizes.positive(config, "ffn_dim"),
            ActivationNames.read(config, "activation_function", "relu"))
        .dVocab(ConfigSizes.positive(config, "vocab_size"))
        .nCtx(ConfigSizes.positive(config, "max_position_embeddings"))
        .norm(Norm.LAYER_NORM, 1e-5) // PyTorch's own: the file has no field for it
        .build();
  }

  @Override
  public void check(Checkpoint checkpoint) {
    TensorClaims claims = new TensorClaims(checkpoint);
    String decoder = decoder(checkpoint.tensorNames());
    claims.tied(decoder + "embed_tokens", UNEMBEDDING, true);
    boolean biased = checkpoint.config().flag("enable_bias", true);
    int layers = ConfigSizes.positive(checkpoint.config(), "num_hidden_layers");
    for (int layer = 0; layer < layers; layer++) {
      for (String part :
          List.of(
              "self_attn.q_proj",
              "self_attn.k_proj",
              "self_attn.v_proj",
              "self_attn.out_proj",
              "fc1",
              "fc2")) {
        claims.bias("enable_bias is " + biased, biased, decoder + "layers." + layer + "." + part);
      }
    }
  }

  /** What comes before the names of all tensors but the unembedding's; older files have less. */
  private static String decoder(Set<String> stored) {
    return BaseModel.prefix(stored, "model.", "decoder.embed_tokens.weight") + "decoder.";
  }

  @Override
  public Map<String, TensorRecipe> weights(ModelSpec spec, Set<String> stored) {
    LinearRecipes recipes = new LinearRecipes(spec, stored);
    String decoder = decoder(stored);
    recipes.put("embed.W_E", TensorRecipe.of(decoder + "embed_tokens.weight"));
    recipes.put(
        "pos_embed.W_pos",
        TensorRecipe.of(decoder + "embed_positions.weight")
            .slice(0, UNREAD_POSITIONS, UNREAD_POSITIONS + (long) spec.nCtx()));
    for (int layer = 0; layer < spec.nLayers(); layer++) {
      String to = "blocks." + layer + ".";
      String from = decoder + "layers." + layer + ".";
      recipes.norm(to + "ln1", from + "self_attn_layer_norm");
      recipes.queries(to + "attn.", from + "self_attn.q_proj");
      recipes.shared(to + "attn.", "K", from + "self_attn.k_proj");
      recipes.shared(to + "attn.", "V", from + "self_attn.v_proj");
      recipes.headOutput(to + "attn.", from + "self_attn.out_proj");
      recipes.norm(to + "ln2", from + "final_layer_norm");
      recipes.mlp(to + "mlp.", from + "fc1", from + "fc2");
    }
    recipes.norm("ln_final", decoder + "final_layer_norm");
    recipes.unembedding(UNEMBEDDING, decoder + "embed_tokens");
    return recipes.weights();
  }
}
