package dev.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;
import org.junit.jupiter.api.Test;

/**
 * What every plug-in keeps that makes something from options.
 *
 * @param <P> the kind
 */
public abstract class OptionsContract<P extends Plugin> extends PluginContract<P> {

  /** Makes the product; the kinds name the method, so each contract says how. */
  protected abstract Object create(Options options);

  /** With which options the plug-in is tried; its fallbacks, unless overridden. */
  protected Options options() {
    return Options.none(name());
  }

  @Test
  void create_noOptions_takesTheFallbacks() {
    assertThat(create(Options.none(name()))).isNotNull();
  }

  @Test
  void options_fallbacks_canBeRead() {
    // The catalog refuses unknown and unreadable options by this very call.
    assertThat(Options.none(name()).as(provider().options())).isNotNull();
  }
}
