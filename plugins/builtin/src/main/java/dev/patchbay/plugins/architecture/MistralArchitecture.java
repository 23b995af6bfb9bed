package dev.patchbay.plugins.architecture;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.architecture.LlamaTraits.AttentionBias;
import dev.patchbay.plugins.architecture.LlamaTraits.Windows;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.plugin.PluginDescriptor;

/** Mistral: Llama whose positions see only a window, unless the file says null. */
@AutoService(Architecture.class)
public final class MistralArchitecture extends LlamaFamily {

  /** Registered by name. */
  public MistralArchitecture() {
    super(new LlamaTraits("mistral", AttentionBias.NEVER, Windows.EVERY_LAYER, false, false));
  }

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "mistral",
        "Mistral checkpoints in Hugging Face's layout.",
        "Jiang et al. 2023, Mistral 7B, §2",
        "none");
  }
}
