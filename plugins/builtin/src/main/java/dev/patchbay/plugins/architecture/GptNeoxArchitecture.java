package dev.patchbay.plugins.architecture;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.AttentionSpec;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Norm;
import java.util.List;
import java.util.Map;

/**
 * GPT-NeoX and Pythia as Hugging Face stores them: attention and MLP beside each other or one after
 * the other, rotary positions on a part of each head, queries, keys and values in one tensor whose
 * rows are ordered by head first.
 */
@AutoService(Architecture.class)
public final class GptNeoxArchitecture extends LinearDecoder {

  private static final TensorNames NAMES =
      new TensorNames(
          "gpt_neox.",
          "embed_in",
          "embed_out",
          "layers.",
          "input_layernorm",
          List.of("attention.query_key_value"),
          "attention.dense",
          "post_attention_layernorm",
          List.of("mlp.dense_h_to_4h", "mlp.dense_4h_to_h"),
          "final_layer_norm");

  private static final double ROTARY_PART = .25;
  private static final String PART = "partial_rotary_factor";

  /** This family's own names of what others call otherwise. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of("rotary_emb_base", "rope_theta", "rotary_pct", "partial_rotary_factor");

  public GptNeoxArchitecture() {
    super(
        "gpt-neox",
        "GPT-NeoX and Pythia checkpoints in Hugging Face's layout.",
        "Black et al. 2022, GPT-NeoX-20B, §2; Biderman et al. 2023, Pythia, §2",
        NAMES,
        false);
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
  Bias bias(CheckpointConfig config, String part) {
    boolean biased = config.flag("attention_bias", true);
    return part.startsWith("mlp.")
        ? new Bias("MLPs of this family have biases", true)
        : new Bias("attention_bias is " + biased, biased);
  }

  /** The causal mask, what masked scores became, and the frequencies of older files. */
  @Override
  public boolean isBuffer(String tensor) {
    return tensor.matches(".*\\.attention\\.(bias|masked_bias|rotary_emb\\.inv_freq)");
  }
}
