package dev.patchbay.cli;

import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.run.Progress;
import java.nio.file.Path;
import java.util.List;

/** All that the commands ask of what lies behind them. */
interface Framework {

  /** Which plug-ins are there? */
  PluginListing plugins();

  /** Finds a circuit. */
  RunOutcome discover(RunRequest request, Progress progress);

  /**
   * Writes a run's files into a folder, each beside its place and then moved there.
   *
   * @return the files, the report first
   */
  List<Path> write(RunOutcome outcome, Path folder);

  /** Reads a report that {@link #write} wrote. */
  CircuitReport read(Path report);

  /**
   * The exporter of this name.
   *
   * @param format a name with options, as for {@code --format}
   */
  Exporter exporter(String format);

  /** Opens the framework: finds plug-ins, runs nothing. */
  @FunctionalInterface
  interface Opening {

    /** The framework with the plug-ins of the class path and of these folders of jars. */
    Framework open(List<Path> pluginFolders);
  }
}
