package dev.patchbay.model.folder;

import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.TensorRecipe;
import dev.patchbay.spi.model.WeightShapes;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.PluginDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A one-layer attention-only family of two heads, whose stored layout needs every step of a recipe:
 * the queries, keys and values lie side by side in {@code qkv} [d_model, 3 · head · d_head], the
 * unembedding is {@code tokens} transposed, the biases are zeros; everything else is stored as it
 * is.
 */
public final class TinyArchitecture implements Architecture {

  static final int D_MODEL = 2;
  static final int HEADS = 2;
  static final int VOCABULARY = 3;
  static final int CONTEXT = 2;

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor("tiny", "A family for tests.", "none", "none");
  }

  @Override
  public boolean reads(CheckpointConfig config) {
    return config.text("model_type", "").equals("tiny");
  }

  @Override
  public ModelSpec spec(CheckpointConfig config) {
    return ModelSpec.builder("tiny")
        .nLayers(config.integer("layers"))
        .nHeads(HEADS)
        .dModel(D_MODEL)
        .dHead(1)
        .dVocab(config.integer("vocabulary", VOCABULARY))
        .nCtx(CONTEXT)
        .norm(ModelSpec.Norm.NONE, 0)
        .build();
  }

  /** Refuses a model that says it has two embeddings: there is but one tensor. */
  @Override
  public void check(Checkpoint checkpoint) {
    if (checkpoint.config().flag("untied", false)) {
      throw PatchbayException.failed("The model is tied.", "Say so.");
    }
  }

  @Override
  public Map<String, TensorRecipe> weights(ModelSpec spec, Set<String> stored) {
    Map<String, TensorRecipe> weights = new LinkedHashMap<>();
    WeightShapes.of(spec)
        .forEach((name, shape) -> weights.put(name, TensorRecipe.zeros(shape.getShape())));
    String tokens = stored.contains("it.tokens") ? "it.tokens" : "tokens";
    weights.put("embed.W_E", TensorRecipe.of(tokens));
    weights.put("pos_embed.W_pos", TensorRecipe.of("positions"));
    String[] inputs = {"Q", "K", "V"};
    for (int i = 0; i < inputs.length; i++) {
      weights.put(
          "blocks.0.attn.W_" + inputs[i],
          TensorRecipe.of("qkv")
              .slice(1, (long) i * HEADS, (i + 1L) * HEADS)
              .reshape(D_MODEL, HEADS, 1)
              .permute(1, 0, 2));
    }
    weights.put("blocks.0.attn.W_O", TensorRecipe.of("out").reshape(HEADS, 1, D_MODEL));
    weights.put("unembed.W_U", TensorRecipe.of(tokens).permute(1, 0));
    return weights;
  }
}
