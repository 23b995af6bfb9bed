package dev.patchbay.catalog;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.List;

/** Where classes come from, for messages. */
final class Origins {

  private static final String UNKNOWN = "an unknown place";

  private Origins() {}

  /** The jar or folder of a class. */
  static String of(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    return location == null ? UNKNOWN : of(location);
  }

  /** The jar or folder of a class first, then the libraries beside a plug-in's jar. */
  static List<String> all(Class<?> type) {
    return type.getClassLoader() instanceof PluginJar home
        ? Arrays.stream(home.getURLs()).map(Origins::of).toList()
        : List.of(of(type));
  }

  private static String of(URL location) {
    try {
      URI uri = location.toURI();
      return uri.getScheme().equals("file") ? Path.of(uri).toString() : uri.toString();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return location.toString();
    }
  }
}
