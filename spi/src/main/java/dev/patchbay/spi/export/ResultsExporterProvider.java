package dev.patchbay.spi.export;

import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;

/** Makes a {@link ResultsExporter}; the plug-in's name is the format's. */
public interface ResultsExporterProvider extends Plugin {

  /** Whether it makes a folder of files, or a single one. */
  boolean makesFolder();

  /** The exporter with these options. */
  ResultsExporter create(Options options);
}
