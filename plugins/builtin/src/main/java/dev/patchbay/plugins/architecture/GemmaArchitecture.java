package dev.patchbay.plugins.architecture;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.architecture.LlamaTraits.AttentionBias;
import dev.patchbay.plugins.architecture.LlamaTraits.Windows;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.PluginDescriptor;

/**
 * Gemma 1: Llama with scaled embeddings and norms stored minus one. Also knows Gemma 2 by its type,
 * to say what of it is not read.
 */
@AutoService(Architecture.class)
public final class GemmaArchitecture extends LlamaFamily {

  /** What stands here in this package; a test holds it to the services that are registered. */
  static final String SUPPORTED =
      "gemma, gpt-neo, gpt-neox, gpt2, llama, mistral, opt, phi, qwen2, qwen3, transformer-lens";

  private static final String SECOND = "gemma2";

  /** Registered by name. */
  public GemmaArchitecture() {
    super(new LlamaTraits("gemma", AttentionBias.BY_FLAG, Windows.NONE, false, true));
  }

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "gemma",
        "Gemma 1 checkpoints in Hugging Face's layout.",
        "Gemma Team 2024, Gemma: Open Models Based on Gemini Research and Technology, §2",
        "none");
  }

  @Override
  public boolean reads(CheckpointConfig config) {
    return super.reads(config) || isSecond(config);
  }

  @Override
  public ModelSpec spec(CheckpointConfig config) {
    if (isSecond(config)) {
      throw PatchbayException.failed(
          "%s: model_type = gemma2 is not supported: its norms after attention and MLP and its"
                  .formatted(config.origin())
              + " soft-caps are not read yet.",
          "Architectures: " + SUPPORTED + ".");
    }
    if (config.flag("use_bidirectional_attention", false)) {
      throw config.unsupported("use_bidirectional_attention", "false");
    }
    return super.spec(config);
  }

  private static boolean isSecond(CheckpointConfig config) {
    return SECOND.equals(config.fields().get("model_type"));
  }
}
