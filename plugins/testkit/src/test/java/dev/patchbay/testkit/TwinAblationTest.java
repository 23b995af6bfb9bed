package dev.patchbay.testkit;

import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.ablation.AblationProvider;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;

class TwinAblationTest extends AblationContract {

  /** The test kit's own ablation as a plug-in, so that its own contract can judge it. */
  public static final class Provider implements AblationProvider {

    @Override
    public PluginDescriptor descriptor() {
      return new PluginDescriptor("twin", "The corrupted twin's activations.", "none", "none");
    }

    @Override
    public Ablation create(Options options) {
      return Ablation.corruptedRun();
    }
  }

  @Override
  protected AblationProvider provider() {
    return new Provider();
  }
}
