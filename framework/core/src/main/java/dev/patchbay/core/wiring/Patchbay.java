package dev.patchbay.core.wiring;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.core.discovery.TaskPreview;
import dev.patchbay.core.discovery.Tokenization;
import dev.patchbay.core.report.ReportFiles;
import dev.patchbay.core.report.ResultsFiles;
import dev.patchbay.core.run.CircuitDiscovery;

/** Where a program begins: the parts of Patchbay, put together for the plug-ins that there are. */
public final class Patchbay {

  private final Injector injector;

  private Patchbay(Injector injector) {
    this.injector = injector;
  }

  /** Patchbay with these plug-ins. */
  public static Patchbay with(PluginCatalog catalog) {
    return new Patchbay(
        Guice.createInjector(Stage.PRODUCTION, new CatalogModule(catalog), new RunModule()));
  }

  /** Runs. */
  public CircuitDiscovery discovery() {
    return injector.getInstance(CircuitDiscovery.class);
  }

  /** Shows how models read text. */
  public Tokenization tokenization() {
    return injector.getInstance(Tokenization.class);
  }

  /** Shows what tasks ask. */
  public TaskPreview tasks() {
    return injector.getInstance(TaskPreview.class);
  }

  /** Writes what runs gave. */
  public ReportFiles reports() {
    return injector.getInstance(ReportFiles.class);
  }

  /** Shows what comparisons gave. */
  public ResultsFiles results() {
    return injector.getInstance(ResultsFiles.class);
  }
}
