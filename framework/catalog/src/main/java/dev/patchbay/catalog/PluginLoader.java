package dev.patchbay.catalog;

import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.Plugin;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.Spliterator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds the plug-ins of the class path and of folders of jars, once. A plug-in that is broken is
 * named in {@link PluginCatalog#issues} and the rest load.
 *
 * <p>In a folder, each jar that announces plug-ins is loaded by a class loader of its own, together
 * with the jars that announce none: they are the libraries of all. Plug-ins that need two versions
 * of one library are in folders of their own within the folder.
 */
public final class PluginLoader {

  /** A jar whose services cannot be read at all would be asked for ever. */
  private static final int MOST_FAILED_SEARCHES = 10_000;

  private final ClassLoader application;
  private final List<Plugin> plugins = new ArrayList<>();
  private final Set<PluginIssue> issues = new LinkedHashSet<>();

  private PluginLoader(ClassLoader application) {
    this.application = application;
  }

  /**
   * The plug-ins of the class path and of these folders.
   *
   * @throws PatchbayException if a folder cannot be listed
   */
  public static PluginCatalog load(List<Path> folders) {
    PluginLoader loader = new PluginLoader(PluginLoader.class.getClassLoader());
    loader.find(loader.application, "the class path");
    Set<Path> different = new LinkedHashSet<>();
    folders.forEach(folder -> different.add(folder.toAbsolutePath().normalize()));
    different.forEach(loader::findAll);
    return PluginCatalog.of(loader.plugins, List.copyOf(loader.issues));
  }

  private void findAll(Path folder) {
    List<Path> jars = list(folder, PluginLoader::isJar);
    List<Path> inside =
        list(folder, PluginLoader::isFolder).stream()
            .filter(own -> !list(own, PluginLoader::isJar).isEmpty())
            .toList();
    if (jars.isEmpty() && inside.isEmpty()) {
      issue(folder, "it holds no jar");
    }
    findTogether(jars, true);
    inside.forEach(own -> findTogether(list(own, PluginLoader::isJar), false));
  }

  private static boolean isJar(Path file) {
    return fileName(file).toLowerCase(Locale.ROOT).endsWith(".jar");
  }

  private static boolean isFolder(Path file) {
    return Files.isDirectory(file) && !fileName(file).startsWith(".");
  }

  private static List<Path> list(Path folder, Predicate<Path> wanted) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(wanted).sorted().toList();
    } catch (IOException e) {
      throw PatchbayException.usage(
          "The plug-in folder '%s' cannot be listed.".formatted(folder),
          "Give a folder that exists and holds jars.");
    }
  }

  /**
   * Loads the plug-ins of jars in one folder.
   *
   * @param expected whether there should be any: a folder within the folder may be something else
   */
  private void findTogether(List<Path> jars, boolean expected) {
    Map<Path, JarServices> readable = new LinkedHashMap<>();
    jars.forEach(jar -> read(jar, readable));
    List<Path> announcing = new ArrayList<>();
    List<Path> libraries = new ArrayList<>();
    readable.forEach(
        (jar, services) -> {
          (services.announces() ? announcing : libraries).add(jar);
          services.misnamed().forEach(file -> issue(jar, file));
        });
    readable.forEach(
        (jar, services) -> {
          boolean silent = !services.announces() && services.misnamed().isEmpty();
          if (silent && ((expected && announcing.isEmpty()) || services.callsPatchbay())) {
            issue(jar, "no META-INF/services/dev.patchbay.spi... in it names a plug-in");
          }
        });
    announcing.forEach(jar -> find(jar, libraries));
  }

  private void read(Path jar, Map<Path, JarServices> readable) {
    // A class loader is silent about a jar that it cannot open.
    try {
      readable.put(jar, JarServices.of(jar));
    } catch (IOException | RuntimeException e) {
      issue(jar, "no jar: " + e.getMessage());
    }
  }

  /** Loads the plug-ins of a jar; its class loader lives as long as they do. */
  private void find(Path jar, List<Path> libraries) {
    List<URL> urls =
        Stream.concat(Stream.of(jar), libraries.stream()).map(PluginLoader::url).toList();
    if (!find(new PluginJar(fileName(jar), urls, application), jar.toString())) {
      issue(jar, "its META-INF/services files name no plug-in");
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e); // every file has a URL
    }
  }

  /** Whether any plug-in is named there, be it one that cannot be loaded. */
  private boolean find(ClassLoader home, String origin) {
    boolean any = false;
    for (PluginKind<?> kind : PluginKind.ALL) {
      Spliterator<? extends ServiceLoader.Provider<? extends Plugin>> providers =
          ServiceLoader.load(kind.type(), home).stream().spliterator();
      int failed = 0;
      boolean more = true;
      while (more && failed < MOST_FAILED_SEARCHES) {
        // Looking for the next can fail too, and says nothing about those after it.
        try {
          more = providers.tryAdvance(provider -> take(provider, home, origin));
          any |= more;
        } catch (Throwable e) { // such as a stack overflow: whatever it is, it is the plug-in's
          issues.add(PluginFault.ofSearch(e, origin, fileName(Path.of(origin))));
          failed++;
          any = true;
        }
      }
    }
    return any;
  }

  private void take(
      ServiceLoader.Provider<? extends Plugin> provider, ClassLoader home, String origin) {
    Class<? extends Plugin> type = provider.type();
    boolean applications = home != application && type.getClassLoader() == application;
    if (applications || plugins.stream().anyMatch(plugin -> plugin.getClass() == type)) {
      // The application's own plug-in, which the jar names too; or one of several kinds.
      return;
    }
    try {
      Plugin plugin = provider.get();
      PluginFault.of(plugin)
          .ifPresentOrElse(
              reason -> issues.add(new PluginIssue(type.getName(), origin, reason)),
              () -> plugins.add(plugin));
    } catch (Throwable e) { // such as an error of a static initialiser
      issues.add(new PluginIssue(type.getName(), origin, PluginFault.reason(e)));
    }
  }

  private void issue(Path file, String reason) {
    issues.add(new PluginIssue(fileName(file), file.toString(), reason));
  }

  private static String fileName(Path file) {
    return String.valueOf(file.getFileName());
  }
}
