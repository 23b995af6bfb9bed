package dev.patchbay.core.wiring;

import com.google.inject.AbstractModule;
import dev.patchbay.catalog.PluginCatalog;

/** The plug-ins, loaded before any injector: a module should not search jars. */
final class CatalogModule extends AbstractModule {

  private final PluginCatalog catalog;

  CatalogModule(PluginCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  protected void configure() {
    bind(PluginCatalog.class).toInstance(catalog);
  }
}
