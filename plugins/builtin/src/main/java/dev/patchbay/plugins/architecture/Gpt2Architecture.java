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
import java.util.Map;
import java.util.Set;

/**
 * GPT-2 as Hugging Face stores it, with or without the prefix {@code transformer.} before its keys.
 *
 * <p>Its projections are {@code Conv1D} layers, stored [in, out], so nothing is transposed but the
 * unembedding, which is the embedding unless the file says otherwise. The three projections of
 * attention lie side by side in {@code c_attn}, queries first, each d_model wide and ordered by
 * head. Mask buffers such as {@code h.0.attn.bias} are left alone.
 */
@AutoService(Architecture.class)
public final class Gpt2Architecture implements Architecture {

  private static final String EMBEDDING = "wte";
  private static final String UNEMBEDDING = "lm_head";

  /** What transformers takes for the same fields. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "hidden_size", "n_embd",
          "num_attention_heads", "n_head",
          "num_hidden_layers", "n_layer",
          "max_position_embeddings", "n_positions");

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "gpt2",
        "GPT-2 checkpoints in Hugging Face's layout.",
        "Radford et al. 2019, Language Models are Unsupervised Multitask Learners, §2.3",
        "none");
  }

  @Override
  public boolean reads(CheckpointConfig config) {
    return "gpt2".equals(config.fields().get("model_type"));
  }

  @Override
  public ModelSpec spec(CheckpointConfig stored) {
    CheckpointConfig config = FieldNames.settled(stored, OTHER_NAMES);
    if (config.flag("scale_attn_by_inverse_layer_idx", false)) {
      throw config.unsupported("scale_attn_by_inverse_layer_idx", "false");
    }
    if (config.flag("add_cross_attention", false)) {
      throw config.unsupported("add_cross_attention", "false");
    }
    String hint = "GPT-2's heads are n_embd / n_head wide: correct the file.";
    int dHead = ConfigSizes.headWidth(config, "n_embd", "n_head", hint);
    return ModelSpec.builder("gpt2")
        .nLayers(ConfigSizes.positive(config, "n_layer"))
        .nHeads(config.integer("n_head"))
        .dModel(config.integer("n_embd"))
        .dHead(dHead)
        .mlps(
            ConfigSizes.mlpWidth(config, "n_inner", "n_embd"),
            ActivationNames.read(config, "activation_function", "gelu_new"))
        .dVocab(ConfigSizes.positive(config, "vocab_size"))
        .nCtx(ConfigSizes.positive(config, config.has("n_positions") ? "n_positions" : "n_ctx"))
        .norm(Norm.LAYER_NORM, ConfigSizes.epsilon(config, "layer_norm_epsilon"))
        .attention(
            AttentionSpec.plain(config.flag("scale_attn_weights", true) ? Math.sqrt(dHead) : 1))
        .build();
  }

  @Override
  public void check(Checkpoint checkpoint) {
    String base = base(checkpoint.tensorNames());
    new TensorClaims(checkpoint).tied(base + EMBEDDING, UNEMBEDDING, true);
  }

  private static String base(Set<String> stored) {
    return TensorNames.base(stored, "transformer.", EMBEDDING);
  }

  /** The mask of each layer, and what masked scores became. */
  @Override
  public boolean isBuffer(String tensor) {
    return tensor.matches(".*\\.attn\\.(masked_)?bias");
  }

  @Override
  public Map<String, TensorRecipe> weights(ModelSpec spec, Set<String> stored) {
    String prefix = base(stored);
    LinearRecipes weights = new LinearRecipes(spec, stored);
    weights.put("embed.W_E", TensorRecipe.of(prefix + EMBEDDING + ".weight"));
    weights.put("pos_embed.W_pos", TensorRecipe.of(prefix + "wpe.weight"));
    for (int layer = 0; layer < spec.nLayers(); layer++) {
      String to = "blocks." + layer + ".";
      String from = prefix + "h." + layer + ".";
      weights.norm(to + "ln1", from + "ln_1");
      attention(weights, to + "attn.", from + "attn.", spec);
      weights.norm(to + "ln2", from + "ln_2");
      weights.put(to + "mlp.W_in", TensorRecipe.of(from + "mlp.c_fc.weight"));
      weights.put(to + "mlp.b_in", TensorRecipe.of(from + "mlp.c_fc.bias"));
      weights.put(to + "mlp.W_out", TensorRecipe.of(from + "mlp.c_proj.weight"));
      weights.put(to + "mlp.b_out", TensorRecipe.of(from + "mlp.c_proj.bias"));
    }
    weights.norm("ln_final", prefix + "ln_f");
    weights.unembedding(UNEMBEDDING, prefix + EMBEDDING);
    return weights.weights();
  }

  private static void attention(LinearRecipes weights, String to, String from, ModelSpec spec) {
    int d = spec.dModel();
    int heads = spec.nHeads();
    int width = spec.dHead();
    String[] inputs = {"Q", "K", "V"};
    for (int i = 0; i < inputs.length; i++) {
      long first = (long) i * d;
      weights.put(
          to + "W_" + inputs[i],
          TensorRecipe.of(from + "c_attn.weight") // [d_model, 3 · d_model]
              .slice(1, first, first + d)
              .reshape(d, heads, width)
              .permute(1, 0, 2)); // [head, d_model, d_head]
      weights.put(
          to + "b_" + inputs[i],
          TensorRecipe.of(from + "c_attn.bias").slice(0, first, first + d).reshape(heads, width));
    }
    weights.put(to + "W_O", TensorRecipe.of(from + "c_proj.weight").reshape(heads, width, d));
    weights.put(to + "b_O", TensorRecipe.of(from + "c_proj.bias"));
  }
}
