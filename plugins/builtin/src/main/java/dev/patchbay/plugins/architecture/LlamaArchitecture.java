package dev.patchbay.plugins.architecture;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.architecture.LlamaTraits.AttentionBias;
import dev.patchbay.plugins.architecture.LlamaTraits.Windows;
import dev.patchbay.spi.model.Architecture;

/** Llama 1 to 3, with its own rotary scaling where the file asks for it. */
@AutoService(Architecture.class)
public final class LlamaArchitecture extends LlamaFamily {

  public LlamaArchitecture() {
    super(
        "llama",
        "Llama 1 to 3 checkpoints in Hugging Face's layout.",
        "Touvron et al. 2023, LLaMA, §2.2; Grattafiori et al. 2024, The Llama 3 Herd of Models, §3.2",
        new LlamaTraits(AttentionBias.BY_FLAG, Windows.NONE, false, false));
  }
}
