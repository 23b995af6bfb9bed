package dev.patchbay.core.plugin;

import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;
import dev.patchbay.spi.report.PluginUse;

/**
 * A plug-in that was asked for and found, with options that it knows and can read.
 *
 * @param provider the plug-in
 * @param options what it is to be made with
 */
public record Chosen<P extends Plugin>(P provider, Options options) {

  /** Its name. */
  public String name() {
    return provider.descriptor().name();
  }

  /** What results record: the name and every option, defaults included. */
  public PluginUse use() {
    return new PluginUse(name(), options.resolved(provider.options()));
  }
}
