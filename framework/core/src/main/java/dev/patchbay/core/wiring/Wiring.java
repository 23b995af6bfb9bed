package dev.patchbay.core.wiring;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.patchbay.catalog.PluginCatalog;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a program begins: puts the services of Patchbay together, each a class whose constructor
 * says what it takes. Plug-ins are looked for when the first service that needs them is asked for.
 * Services get what they need from here and never see this.
 */
public final class Wiring {

  private final Supplier<PluginCatalog> plugins;
  private @Nullable PluginCatalog catalog;
  private @Nullable Injector injector;

  /**
   * @param plugins asked once, and not before they are needed
   */
  public Wiring(Supplier<PluginCatalog> plugins) {
    this.plugins = plugins;
  }

  /** The plug-ins there are. Who lists them needs no injector, which takes its time to start. */
  public synchronized PluginCatalog catalog() {
    PluginCatalog found = catalog;
    if (found == null) {
      found = plugins.get();
      catalog = found;
    }
    return found;
  }

  /** A service with all that it takes; for the place where a program begins, and nowhere else. */
  public <T> T get(Class<T> service) {
    return injector().getInstance(service);
  }

  /** The same for one that may not be needed: nothing is made before it is asked for. */
  public <T> Supplier<T> supplier(Class<T> service) {
    return () -> get(service);
  }

  private synchronized Injector injector() {
    Injector made = injector;
    if (made == null) {
      PluginCatalog all = catalog();
      made =
          Guice.createInjector(
              binder -> {
                binder.requireAtInjectOnConstructors();
                binder.requireExactBindingAnnotations();
                binder.disableCircularProxies();
                binder.bind(PluginCatalog.class).toInstance(all);
              });
      injector = made;
    }
    return made;
  }
}
