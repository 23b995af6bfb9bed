package dev.patchbay.cli;

import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.run.Progress;
import java.nio.file.Path;
import java.util.List;

/** The framework as it is: the catalog, the run and the files of the core. */
@SuppressWarnings("DoNotCallSuggester")
final class CoreFramework implements Framework {

  private final List<Path> pluginFolders;

  CoreFramework(List<Path> pluginFolders) {
    this.pluginFolders = pluginFolders;
  }

  @Override
  public PluginListing plugins() {
    return new PluginListing(
        List.of(), List.of("The catalog is not joined yet: " + pluginFolders + "."));
  }

  @Override
  public RunOutcome discover(RunRequest request, Progress progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Path> write(RunOutcome outcome, Path folder) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CircuitReport read(Path report) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Exporter exporter(String format) {
    throw new UnsupportedOperationException();
  }
}
