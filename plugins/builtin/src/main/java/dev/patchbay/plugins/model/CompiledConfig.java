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
    CompiledSizes sizes = new CompiledSizes(nLayers, 1, dModel, 0, dHead, dMlp, dVocab, CONTEXT);
    CheckpointConfig plain = sizes.config(name, dModel, false);
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(plain.fields());
    fields.put("d_vocab_out", dVocabOut);
    fields.put("attention_dir", "bidirectional");
    fields.put("position_sender", true);
    return new CheckpointConfig(plain.origin(), fields);
  }
}
