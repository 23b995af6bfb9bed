package dev.patchbay.plugins.ablation;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.ablation.AblationProvider;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.run.At;

/** Stands in with the sender's mean at the same position, over the prompts that have it. */
@AutoService(AblationProvider.class)
public final class MeanPositional implements AblationProvider {

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "mean-positional",
        "Each sender's mean at the same position, over the prompts that have that position.",
        "Wang et al. 2022, Interpretability in the Wild, arXiv:2211.00593, section 2",
        "one pass over all prompts");
  }

  @Override
  public Class<Mean.Config> options() {
    return Mean.Config.class;
  }

  @Override
  public Ablation create(Options options) {
    At over = options.as(Mean.Config.class).over();
    return Ablation.of(over == At.CORRUPTED, scope -> scope.meanByPosition(over));
  }
}
