package dev.patchbay.plugins.ablation;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.BuiltIn;
import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.ablation.AblationProvider;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.run.At;

/** Stands in with the sender's mean over all prompts and positions of the whole prompt set. */
@AutoService(AblationProvider.class)
public final class Mean extends BuiltIn<Mean.Config, Ablation> implements AblationProvider {

  /** The options. */
  public record Config(
      @Option(value = "which prompts are averaged: clean or corrupted", fallback = "clean")
          At over) {}

  public Mean() {
    super(
        "mean",
        "Each sender's mean over the whole prompt set, every (prompt, position) weighing the same.",
        "Wang et al. 2022, Interpretability in the Wild, arXiv:2211.00593, section 2",
        "one pass over all prompts",
        Config.class,
        config -> Ablation.of(config.over() == At.CORRUPTED, scope -> scope.mean(config.over())));
  }
}
