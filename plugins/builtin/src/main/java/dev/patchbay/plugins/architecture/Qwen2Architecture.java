package dev.patchbay.plugins.architecture;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.architecture.LlamaTraits.AttentionBias;
import dev.patchbay.plugins.architecture.LlamaTraits.Windows;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.plugin.PluginDescriptor;

/** Qwen 2 and 2.5: Llama with biases on queries, keys and values. */
@AutoService(Architecture.class)
public final class Qwen2Architecture extends LlamaFamily {

  /** Registered by name. */
  public Qwen2Architecture() {
    super(new LlamaTraits("qwen2", AttentionBias.INPUTS, Windows.SOME_LAYERS, false, false));
  }

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "qwen2",
        "Qwen 2 and 2.5 checkpoints in Hugging Face's layout.",
        "Yang et al. 2024, Qwen2 Technical Report, §2.2",
        "none");
  }
}
