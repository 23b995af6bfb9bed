package dev.patchbay.catalog;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one plug-in jar and of the libraries beside it. It sees the JDK, the SPI and what
 * the SPI exports; of everything else it brings its own: two plug-ins may need two versions of one
 * library, and neither depends on which ones Patchbay happens to use.
 */
final class PluginJar extends URLClassLoader {

  private static final String SERVICES = "META-INF/services/";
  private static final String SPI = "dev.patchbay.spi.";

  /** What Patchbay and plug-ins exchange, and SLF4J, so that there is one log. */
  private static final List<String> SHARED =
      List.of(SPI, "ai.djl.", "org.jgrapht.", "org.jspecify.", "org.slf4j.");

  private final ClassLoader application;

  PluginJar(String name, List<URL> jars, ClassLoader application) {
    super(name, jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    this.application = application;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    // A copy in the jar would be another class than the application's, of the same name.
    Class<?> shared = isShared(name) || isCopy(name) ? applications(name) : null;
    if (shared != null) {
      return shared;
    }
    if (name.startsWith(SPI)) {
      throw new ClassNotFoundException(name);
    }
    return super.findClass(name);
  }

  private static boolean isShared(String name) {
    return SHARED.stream().anyMatch(name::startsWith);
  }

  /** Whether it is a part of Patchbay that was packed into the jar with the plug-in. */
  private boolean isCopy(String name) {
    return name.startsWith("dev.patchbay.")
        && findResource(name.replace('.', '/') + ".class") != null;
  }

  private @Nullable Class<?> applications(String name) {
    try {
      return application.loadClass(name);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = super.getResource(name);
    return own != null || name.startsWith("META-INF/") ? own : application.getResource(name);
  }

  /** Services of what is shared are the application's; of everything else, the jars' own. */
  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    if (!name.startsWith(SERVICES)) {
      return super.getResources(name);
    }
    String service = name.substring(SERVICES.length());
    if (isShared(service) && !service.startsWith(SPI)) {
      return application.getResources(name);
    }
    // A library is not a plug-in of its own, so the first jar's alone.
    return service.startsWith(SPI) ? first(findResources(name)) : super.getResources(name);
  }

  private Enumeration<URL> first(Enumeration<URL> found) {
    String jar = "jar:" + getURLs()[0] + "!/";
    return Collections.enumeration(
        Collections.list(found).stream().filter(url -> url.toString().startsWith(jar)).toList());
  }
}
