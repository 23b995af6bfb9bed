package dev.patchbay.plugins.model;

import dev.patchbay.spi.model.CheckpointConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a model as Tracr compiles it (Lindner et al. 2023, Tracr: Compiled
 * Transformers as a Laboratory for Interpretability): one head a layer, ReLU, no norm, attention
 * both ways, tokens and positions embedded by two senders.
 *
 * @param name what the model is called
 * @param nLayers layers
 * @param dModel width of the residual stream
 * @param dHead width of a head
 * @param dMlp hidden width of an MLP
 * @param dVocab tokens that are read, BOS and PAD among them
 * @param dVocabOut outputs
 */
record CompiledConfig(
    String name, int nLayers, int dModel, int dHead, int dMlp, int dVocab, int dVocabOut) {

  /** Prompts of five tokens after BOS. */
  static final int CONTEXT = 6;

  CheckpointConfig config() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("model_name", name);
    fields.put("n_layers", nLayers);
    fields.put("n_heads", 1);
    fields.put("d_model", dModel);
    fields.put("d_head", dHead);
    fields.put("d_mlp", dMlp);
    fields.put("n_ctx", CONTEXT);
    fields.put("d_vocab", dVocab);
    fields.put("d_vocab_out", dVocabOut);
    fields.put("act_fn", "relu");
    fields.put("attn_only", false);
    fields.put("normalization_type", null);
    fields.put("attention_dir", "bidirectional");
    fields.put("positional_embedding_type", "standard");
    fields.put("position_sender", true);
    fields.put("use_attn_scale", true);
    return new CheckpointConfig("the embedded model '" + name + "'", fields);
  }
}
