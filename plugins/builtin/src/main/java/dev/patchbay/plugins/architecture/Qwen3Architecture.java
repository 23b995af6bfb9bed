package dev.patchbay.plugins.architecture;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.architecture.LlamaTraits.AttentionBias;
import dev.patchbay.plugins.architecture.LlamaTraits.Windows;
import dev.patchbay.spi.model.Architecture;

/** Qwen 3: Llama with norms on queries and keys. */
@AutoService(Architecture.class)
public final class Qwen3Architecture extends LlamaFamily {

  public Qwen3Architecture() {
    super(
        "qwen3",
        "Dense Qwen 3 checkpoints in Hugging Face's layout.",
        "Yang et al. 2025, Qwen3 Technical Report, §2",
        new LlamaTraits(AttentionBias.BY_FLAG, Windows.SOME_LAYERS, true, false));
  }
}
