package dev.patchbay.core.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Enumeration;

/**
 * The classes of one jar, behind those of the application: two plug-ins may bring two versions of
 * one library, and neither may bring its own of what Patchbay and they exchange.
 */
final class PluginJar extends URLClassLoader {

  private static final String SERVICES = "META-INF/services/";

  PluginJar(URL jar, ClassLoader application) {
    super(new URL[] {jar}, application);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.startsWith("ai.djl.") || name.startsWith("dev.patchbay.spi.")) {
      // A copy in the jar would be another class than the application's, of the same name.
      throw new ClassNotFoundException(name);
    }
    return super.findClass(name);
  }

  /** The jar's own services alone: the application's are asked for where they are. */
  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.startsWith(SERVICES + "dev.patchbay.")
        ? findResources(name)
        : super.getResources(name);
  }
}
