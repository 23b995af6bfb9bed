package dev.patchbay.plugins.ablation;

import com.google.auto.service.AutoService;
import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.ablation.AblationProvider;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;

/** Stands in with what the sender writes on the corrupted twin; also called resampling. */
@AutoService(AblationProvider.class)
public final class Patching implements AblationProvider {

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "patching",
        "Each sender's output on the corrupted twin, position by position (resample ablation).",
        "Zhang and Nanda 2023, Best Practices of Activation Patching, arXiv:2309.16042",
        "one corrupted pass");
  }

  @Override
  public Ablation create(Options options) {
    options.as(NoOptions.class);
    return Ablation.corruptedRun();
  }
}
