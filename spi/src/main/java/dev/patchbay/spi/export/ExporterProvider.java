package dev.patchbay.spi.export;

import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;

/** Makes an {@link Exporter}; the plug-in's name is the format's. */
public interface ExporterProvider extends Plugin {

  /** What files of this format end in, without a dot: {@code dot}, {@code graphml}. */
  String suffix();

  /** The exporter with these options. */
  Exporter create(Options options);
}
