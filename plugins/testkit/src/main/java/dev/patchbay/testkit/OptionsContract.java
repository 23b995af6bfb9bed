package dev.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/**
 * What every plug-in keeps that makes something from options.
 *
 * @param <P> the kind
 */
public abstract class OptionsContract<P extends Plugin> extends PluginContract<P> {

  private final Class<P> kind;
  private final BiFunction<P, Options, Object> create;

  OptionsContract(Class<P> kind, BiFunction<P, Options, Object> create) {
    this.kind = kind;
    this.create = create;
  }

  @Override
  protected final Class<P> kind() {
    return kind;
  }

  /** What the plug-in makes with these options. */
  final Object create(Options options) {
    return create.apply(provider(), options);
  }

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
