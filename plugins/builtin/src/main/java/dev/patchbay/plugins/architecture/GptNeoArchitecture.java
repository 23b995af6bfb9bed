package dev.patchbay.plugins.architecture;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.AttentionSpec;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.model.TensorRecipe;
import java.util.List;
import java.util.Map;

/**
 * GPT-Neo as Hugging Face stores it, the TinyStories models among them: like GPT-2, but its scores
 * are not scaled, some layers see only their neighbourhood, and queries, keys and values lie in
 * three tensors without biases.
 */
@AutoService(Architecture.class)
public final class GptNeoArchitecture extends LinearDecoder {

  private static final TensorNames NAMES =
      new TensorNames(
          "transformer.",
          "wte",
          "lm_head",
          "h.",
          "ln_1",
          List.of("attn.attention.q_proj", "attn.attention.k_proj", "attn.attention.v_proj"),
          "attn.attention.out_proj",
          "ln_2",
          List.of("mlp.c_fc", "mlp.c_proj"),
          "ln_f");

  /** What transformers takes for the same fields. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of("num_attention_heads", "num_heads", "num_hidden_layers", "num_layers");

  public GptNeoArchitecture() {
    super(
        "gpt-neo",
        "GPT-Neo and TinyStories checkpoints in Hugging Face's layout.",
        "Black et al. 2021, GPT-Neo, doi:10.5281/zenodo.5297715; Eldan and Li 2023, TinyStories",
        NAMES,
        true);
  }

  @Override
  public ModelSpec spec(CheckpointConfig stored) {
    CheckpointConfig config = FieldNames.settled(stored, OTHER_NAMES);
    String hint = "GPT-Neo's heads are hidden_size / num_heads wide: correct the file.";
    int dHead = ConfigSizes.headWidth(config, "hidden_size", "num_heads", hint);
    ModelSpec plain =
        ModelSpec.builder("gpt-neo")
            .nLayers(ConfigSizes.positive(config, "num_layers"))
            .nHeads(config.integer("num_heads"))
            .dModel(config.integer("hidden_size"))
            .dHead(dHead)
            .mlps(
                ConfigSizes.mlpWidth(config, "intermediate_size", "hidden_size"),
                ActivationNames.read(config, "activation_function", "gelu_new"))
            .dVocab(ConfigSizes.positive(config, "vocab_size"))
            .nCtx(ConfigSizes.positive(config, "max_position_embeddings"))
            .norm(Norm.LAYER_NORM, ConfigSizes.epsilon(config, "layer_norm_epsilon"))
            .build();
    List<Integer> windows = AttentionLayers.windows(config, plain);
    return plain.toBuilder().attention(new AttentionSpec(1, List.of(), windows, false)).build();
  }

  @Override
  Bias bias(CheckpointConfig config, String part) {
    return part.startsWith("mlp.")
        ? new Bias("MLPs of this family have biases", true)
        : new Bias("only out_proj has a bias of attention", part.endsWith("out_proj"));
  }

  @Override
  void addOwn(LinearRecipes recipes, ModelSpec spec, String base) {
    recipes.put("pos_embed.W_pos", TensorRecipe.of(base + "wpe.weight"));
  }

  /** The mask of each layer, and what masked scores became. */
  @Override
  public boolean isBuffer(String tensor) {
    return tensor.matches(".*\\.attn\\.attention\\.(masked_)?bias");
  }
}
