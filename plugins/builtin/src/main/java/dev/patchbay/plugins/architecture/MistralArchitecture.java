package dev.patchbay.plugins.architecture;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.architecture.LlamaTraits.AttentionBias;
import dev.patchbay.plugins.architecture.LlamaTraits.Windows;
import dev.patchbay.spi.model.Architecture;

/** Mistral: Llama whose positions see only a window, unless the file says null. */
@AutoService(Architecture.class)
public final class MistralArchitecture extends LlamaFamily {

  public MistralArchitecture() {
    super(
        "mistral",
        "Mistral checkpoints in Hugging Face's layout.",
        "Jiang et al. 2023, Mistral 7B, §2",
        new LlamaTraits(AttentionBias.NEVER, Windows.EVERY_LAYER, false, false));
  }
}
