package dev.patchbay.plugins.architecture;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.architecture.LlamaTraits.AttentionBias;
import dev.patchbay.plugins.architecture.LlamaTraits.Windows;
import dev.patchbay.spi.model.Architecture;

/** Qwen 2 and 2.5: Llama with biases on queries, keys and values. */
@AutoService(Architecture.class)
public final class Qwen2Architecture extends LlamaFamily {

  public Qwen2Architecture() {
    super(
        "qwen2",
        "Qwen 2 and 2.5 checkpoints in Hugging Face's layout.",
        "Yang et al. 2024, Qwen2 Technical Report, §2.2",
        new LlamaTraits(AttentionBias.INPUTS, Windows.SOME_LAYERS, false, false));
  }
}
