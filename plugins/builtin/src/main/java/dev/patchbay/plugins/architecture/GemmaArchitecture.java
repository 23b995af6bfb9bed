package dev.patchbay.plugins.architecture;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.architecture.LlamaTraits.AttentionBias;
import dev.patchbay.plugins.architecture.LlamaTraits.Windows;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Activation;

/** Gemma 1: Llama with scaled embeddings and norms stored minus one. */
@AutoService(Architecture.class)
public final class GemmaArchitecture extends LlamaFamily {

  public GemmaArchitecture() {
    super(
        "gemma",
        "Gemma 1 checkpoints in Hugging Face's layout.",
        "Gemma Team 2024, Gemma: Open Models Based on Gemini Research and Technology, §2",
        new LlamaTraits(AttentionBias.BY_FLAG, Windows.NONE, false, true));
  }

  @Override
  Activation activation(CheckpointConfig config) {
    return GemmaActivation.read(config, "hidden_act", "hidden_activation");
  }

  @Override
  public ModelSpec spec(CheckpointConfig config) {
    if (config.flag("use_bidirectional_attention", false)) {
      throw config.unsupported("use_bidirectional_attention", "false");
    }
    return super.spec(config);
  }
}
