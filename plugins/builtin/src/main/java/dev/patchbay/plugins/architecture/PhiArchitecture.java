package dev.patchbay.plugins.architecture;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.AttentionSpec;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.model.TensorRecipe;
import java.util.List;

/**
 * Phi 1 to 2 as Hugging Face stores them: attention and MLP side by side after one norm, which is
 * given to both, rotary positions on a part of each head, biases everywhere.
 */
@AutoService(Architecture.class)
public final class PhiArchitecture extends LinearDecoder {

  private static final TensorNames NAMES =
      new TensorNames(
          "model.",
          "embed_tokens",
          "lm_head",
          "layers.",
          "input_layernorm",
          List.of("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
          "self_attn.dense",
          "input_layernorm",
          List.of("mlp.fc1", "mlp.fc2"),
          "final_layernorm");

  private static final double ROTARY_PART = .5;

  public PhiArchitecture() {
    super(
        "phi",
        "Phi 1, 1.5 and 2 checkpoints in Hugging Face's layout.",
        "Li et al. 2023, Textbooks Are All You Need II: phi-1.5 technical report, §2.1",
        NAMES,
        false);
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
    super.check(checkpoint);
    Bias bias = bias(checkpoint.config(), "lm_head");
    new TensorClaims(checkpoint).bias(bias.claim(), bias.there(), "lm_head");
  }

  @Override
  Bias bias(CheckpointConfig config, String part) {
    return new Bias("every layer of a phi model has a bias", true);
  }

  @Override
  void addOwn(LinearRecipes recipes, ModelSpec spec, String base) {
    recipes.put("unembed.b_U", TensorRecipe.of("lm_head.bias"));
  }

  /** Older files store the frequencies of each layer. */
  @Override
  public boolean isBuffer(String tensor) {
    return tensor.endsWith("rotary_emb.inv_freq");
  }
}
