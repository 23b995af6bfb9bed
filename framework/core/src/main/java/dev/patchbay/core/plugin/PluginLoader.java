package dev.patchbay.core.plugin;

import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.Plugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Spliterator;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Finds the plug-ins of the class path and of folders of jars, once. A plug-in that is broken is
 * named in {@link PluginCatalog#issues} and the rest load.
 */
public final class PluginLoader {

  /** A jar whose services cannot be read at all would be asked for ever. */
  private static final int MOST_ISSUES = 100;

  private final ClassLoader application;
  private final List<Plugin> plugins = new ArrayList<>();
  private final List<PluginIssue> issues = new ArrayList<>();

  private PluginLoader(ClassLoader application) {
    this.application = application;
  }

  /**
   * The plug-ins of the class path and of the jars in these folders, each jar in its own class
   * loader.
   *
   * @throws PatchbayException if a folder cannot be listed, or two plug-ins of one kind have one
   *     name
   */
  public static PluginCatalog load(List<Path> folders) {
    PluginLoader loader = new PluginLoader(PluginLoader.class.getClassLoader());
    loader.find(loader.application, "the class path");
    folders.stream().flatMap(folder -> jars(folder).stream()).forEach(loader::find);
    return PluginCatalog.of(loader.plugins, loader.issues);
  }

  private static List<Path> jars(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw PatchbayException.usage(
          "The plug-in folder '%s' cannot be listed.".formatted(folder),
          "Give a folder that exists and holds jars.");
    }
  }

  /** Loads the plug-ins of a jar; its class loader lives as long as they do. */
  private void find(Path jar) {
    // A class loader is silent about a jar that it cannot open.
    try {
      new JarFile(jar.toFile()).close();
      find(new PluginJar(jar.toUri().toURL(), application), jar.toString());
    } catch (IOException e) {
      issues.add(
          new PluginIssue(fileName(jar.toString()), jar.toString(), "no jar: " + e.getMessage()));
    }
  }

  private void find(ClassLoader home, String origin) {
    for (PluginKind<?> kind : PluginKind.ALL) {
      Spliterator<? extends ServiceLoader.Provider<? extends Plugin>> providers =
          ServiceLoader.load(kind.type(), home).stream().spliterator();
      int most = issues.size() + MOST_ISSUES;
      boolean more = true;
      while (more && issues.size() < most) {
        more = advance(providers, home, origin);
      }
    }
  }

  /** Takes the next provider; looking for it can fail too, and says nothing about those behind. */
  private boolean advance(
      Spliterator<? extends ServiceLoader.Provider<? extends Plugin>> providers,
      ClassLoader home,
      String origin) {
    try {
      return providers.tryAdvance(provider -> take(provider, home, origin));
    } catch (ServiceConfigurationError | LinkageError e) {
      issues.add(PluginFault.ofSearch(e, fileName(origin)).at(origin));
      return true;
    }
  }

  private void take(
      ServiceLoader.Provider<? extends Plugin> provider, ClassLoader home, String origin) {
    Class<? extends Plugin> type = provider.type();
    if (home != application && type.getClassLoader() != home) {
      // The application's own plug-in, which the jar names too.
      return;
    }
    try {
      Plugin plugin = provider.get();
      PluginFault.check(plugin);
      plugins.add(plugin);
    } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
      issues.add(new PluginFault(type.getName(), PluginFault.reason(e)).at(origin));
    }
  }

  private static String fileName(String origin) {
    return origin.substring(Math.max(origin.lastIndexOf('/'), origin.lastIndexOf('\\')) + 1);
  }
}
