package dev.patchbay.spi.plugin;

/**
 * A part that Patchbay finds by {@link java.util.ServiceLoader}: on the class path or in a jar of
 * the {@code plugins} folder. It has a public constructor without parameters and holds no state.
 */
public interface Plugin {

  /** The name by which it is asked for, and what it says about itself. */
  PluginDescriptor descriptor();

  /**
   * The record of its options, whose components are annotated with {@link Option}. The listing of
   * plug-ins shows them; {@link Options#as} fills them.
   */
  default Class<? extends Record> options() {
    return NoOptions.class;
  }

  /** The options of a plug-in that has none. */
  record NoOptions() {}
}
