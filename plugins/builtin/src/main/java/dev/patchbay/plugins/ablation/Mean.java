package dev.patchbay.plugins.ablation;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.ablation.AblationProvider;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.run.At;

/** Stands in with the sender's mean over all prompts and positions of the whole prompt set. */
@AutoService(AblationProvider.class)
public final class Mean implements AblationProvider {

  /**
   * The options.
   *
   * @param over which prompts are averaged
   */
  public record Config(
      @Option(value = "which prompts are averaged: clean or corrupted", fallback = "clean")
          At over) {}

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "mean",
        "Each sender's mean over the whole prompt set, every (prompt, position) weighing the same.",
        "Wang et al. 2022, Interpretability in the Wild, arXiv:2211.00593, section 2",
        "one pass over all prompts");
  }

  @Override
  public Class<Config> options() {
    return Config.class;
  }

  @Override
  public Ablation create(Options options) {
    At over = options.as(Config.class).over();
    return Ablation.of(over == At.CORRUPTED, scope -> scope.mean(over));
  }
}
