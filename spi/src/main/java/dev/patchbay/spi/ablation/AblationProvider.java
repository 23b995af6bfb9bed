package dev.patchbay.spi.ablation;

import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;

/** Makes an {@link Ablation}. */
public interface AblationProvider extends Plugin {

  /** The ablation with these options. */
  Ablation create(Options options);
}
