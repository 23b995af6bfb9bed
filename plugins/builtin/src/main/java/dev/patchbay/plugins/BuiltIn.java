package dev.patchbay.plugins;

import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;
import dev.patchbay.spi.plugin.PluginDescriptor;
import java.util.function.Function;

/**
 * A plug-in with options, which says in its constructor what it is and what it makes of them.
 *
 * @param <C> the record of its options
 * @param <P> what it makes
 */
public abstract class BuiltIn<C extends Record, P> implements Plugin {

  private final PluginDescriptor descriptor;
  private final Class<C> options;
  private final Function<C, P> make;

  /** The first four are those of {@link PluginDescriptor}. */
  protected BuiltIn(
      String name,
      String summary,
      String citation,
      String cost,
      Class<C> options,
      Function<C, P> make) {
    this.descriptor = new PluginDescriptor(name, summary, citation, cost);
    this.options = options;
    this.make = make;
  }

  @Override
  public final PluginDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public final Class<C> options() {
    return options;
  }

  /** What the plug-in makes with these options. */
  public final P create(Options given) {
    return make.apply(given.as(options));
  }
}
