package dev.patchbay.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * What a jar says of plug-ins, by the names of its entries.
 *
 * @param announces whether a services file names plug-ins of some kind
 * @param misnamed service files that nobody looks for, each with the name that it should have
 * @param callsPatchbay whether it says nothing of plug-ins although its classes use the SPI
 */
record JarServices(boolean announces, List<String> misnamed, boolean callsPatchbay) {

  private static final String SERVICES = "META-INF/services/";
  private static final String SPI = "dev/patchbay/spi/";

  /**
   * Looks into a jar.
   *
   * @throws IOException if it cannot be read as one
   */
  static JarServices of(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      List<JarEntry> entries = file.stream().filter(entry -> !entry.isDirectory()).toList();
      List<String> names = entries.stream().map(JarEntry::getName).toList();
      boolean announces = PluginKind.ALL.stream().map(JarServices::entry).anyMatch(names::contains);
      List<String> misnamed = names.stream().flatMap(name -> misnamed(name).stream()).toList();
      return new JarServices(announces, misnamed, !announces && callsPatchbay(file, entries));
    }
  }

  private static String entry(PluginKind<?> kind) {
    return SERVICES + kind.type().getName();
  }

  /** "META-INF/services/a.StrategyProvider should be META-INF/services/b.StrategyProvider". */
  private static Optional<String> misnamed(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    String simple = last.substring(last.lastIndexOf('.') + 1);
    if (PluginKind.ALL.stream().map(JarServices::entry).anyMatch(name::equals)) {
      return Optional.empty();
    }
    Optional<String> meant =
        PluginKind.ALL.stream()
            .filter(kind -> kind.type().getSimpleName().equalsIgnoreCase(simple))
            .map(kind -> "%s should be %s".formatted(name, entry(kind)))
            .findFirst();
    return meant.isPresent() || !name.startsWith(SERVICES + "dev.patchbay.")
        ? meant
        : Optional.of(name + " is the file of no kind of plug-in");
  }

  private static boolean callsPatchbay(JarFile file, List<JarEntry> entries) throws IOException {
    for (JarEntry entry : entries) {
      if (entry.getName().endsWith(".class") && !entry.getName().startsWith("dev/patchbay/")) {
        try (InputStream in = file.getInputStream(entry)) {
          if (new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains(SPI)) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
