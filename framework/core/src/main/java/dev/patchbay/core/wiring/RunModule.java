package dev.patchbay.core.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import dev.patchbay.core.discovery.DefaultCircuitDiscovery;
import dev.patchbay.core.discovery.TaskPreview;
import dev.patchbay.core.discovery.Tokenization;
import dev.patchbay.core.report.ReportFiles;
import dev.patchbay.core.report.ResultsFiles;
import dev.patchbay.core.run.CircuitDiscovery;

/** The parts of a run. What is opened for one run (models, experiments) the run makes itself. */
final class RunModule extends AbstractModule {

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().requireAtInjectOnConstructors();
    binder().requireExactBindingAnnotations();
    binder().disableCircularProxies();
    bind(DefaultCircuitDiscovery.class);
    bind(CircuitDiscovery.class).to(DefaultCircuitDiscovery.class).in(Scopes.SINGLETON);
    bind(TaskPreview.class).in(Scopes.SINGLETON);
    bind(Tokenization.class).in(Scopes.SINGLETON);
    bind(ReportFiles.class).in(Scopes.SINGLETON);
    bind(ResultsFiles.class).in(Scopes.SINGLETON);
  }
}
