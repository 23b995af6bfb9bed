package dev.patchbay.plugins.architecture;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.model.TensorRecipe;
import java.util.List;
import java.util.Map;

/**
 * OPT as Hugging Face stores it: like GPT-2, with ReLU, and with two rows in front of its position
 * embeddings that no prompt without padding reads. OPT-350m is built differently and refused.
 */
@AutoService(Architecture.class)
public final class OptArchitecture extends LinearDecoder {

  private static final TensorNames NAMES =
      new TensorNames(
          "model.",
          "decoder.embed_tokens",
          "lm_head",
          "decoder.layers.",
          "self_attn_layer_norm",
          List.of("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
          "self_attn.out_proj",
          "final_layer_norm",
          List.of("fc1", "fc2"),
          "decoder.final_layer_norm");

  /** Rows of the position embedding before that of the first token. */
  private static final int UNREAD_POSITIONS = 2;

  /** Switches that change the model, and the one position of each that is built. */
  private static final Map<String, Boolean> BUILT =
      Map.of(
          "do_layer_norm_before", true,
          "layer_norm_elementwise_affine", true,
          "_remove_final_layer_norm", false);

  public OptArchitecture() {
    super(
        "opt",
        "OPT checkpoints in Hugging Face's layout, except OPT-350m.",
        "Zhang et al. 2022, OPT: Open Pre-trained Transformer Language Models, §2.1",
        NAMES,
        true);
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
    String hint = "OPT's heads are hidden_size / num_attention_heads wide: correct the file.";
    int dHead = ConfigSizes.headWidth(config, "hidden_size", "num_attention_heads", hint);
    return ModelSpec.builder("opt")
        .nLayers(ConfigSizes.positive(config, "num_hidden_layers"))
        .nHeads(config.integer("num_attention_heads"))
        .dModel(dModel)
        .dHead(dHead)
        .mlps(
            ConfigSizes.positive(config, "ffn_dim"),
            ActivationNames.read(config, "activation_function", "relu"))
        .dVocab(ConfigSizes.positive(config, "vocab_size"))
        .nCtx(ConfigSizes.positive(config, "max_position_embeddings"))
        .norm(Norm.LAYER_NORM, 1e-5) // PyTorch's own: the file has no field for it
        .build();
  }

  @Override
  Bias bias(CheckpointConfig config, String part) {
    boolean biased = config.flag("enable_bias", true);
    return new Bias("enable_bias is " + biased, biased);
  }

  @Override
  void addOwn(LinearRecipes recipes, ModelSpec spec, String base) {
    recipes.put(
        "pos_embed.W_pos",
        TensorRecipe.of(base + "decoder.embed_positions.weight")
            .slice(0, UNREAD_POSITIONS, UNREAD_POSITIONS + (long) spec.nCtx()));
  }
}
