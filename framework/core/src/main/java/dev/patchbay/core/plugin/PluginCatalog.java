package dev.patchbay.core.plugin;

import dev.patchbay.spi.plugin.NearMiss;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.Plugin;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What plug-ins there are: for each kind, each name's provider, by name; and those that could not
 * be loaded. Immutable.
 */
public final class PluginCatalog {

  private final Map<PluginKind<?>, Map<String, Plugin>> plugins;
  private final List<PluginIssue> issues;

  private PluginCatalog(Map<PluginKind<?>, Map<String, Plugin>> plugins, List<PluginIssue> issues) {
    this.plugins = plugins;
    this.issues = issues;
  }

  /**
   * The catalog of these plug-ins.
   *
   * @throws PatchbayException if two of one kind have one name
   */
  public static PluginCatalog of(Plugin... plugins) {
    return of(List.of(plugins), List.of());
  }

  /**
   * The catalog of these plug-ins, each under every kind that it is of.
   *
   * @param issues what could not be loaded
   * @throws PatchbayException if two of one kind have one name
   */
  public static PluginCatalog of(Collection<? extends Plugin> plugins, List<PluginIssue> issues) {
    Map<PluginKind<?>, Map<String, Plugin>> byKind = new LinkedHashMap<>();
    for (PluginKind<?> kind : PluginKind.ALL) {
      Map<String, Plugin> byName = new TreeMap<>();
      plugins.stream().filter(kind.type()::isInstance).forEach(p -> add(kind, p, byName));
      byKind.put(kind, Collections.unmodifiableMap(byName));
    }
    return new PluginCatalog(byKind, List.copyOf(issues));
  }

  private static void add(PluginKind<?> kind, Plugin plugin, Map<String, Plugin> byName) {
    String name = plugin.descriptor().name();
    Plugin other = byName.putIfAbsent(name, plugin);
    if (other != null) {
      throw PatchbayException.usage(
          "Two plug-ins are %s '%s': %s and %s."
              .formatted(kind.word(), name, described(other), described(plugin)),
          "Take one of them away, or give it another name.");
    }
  }

  private static String described(Plugin plugin) {
    return "%s in %s".formatted(plugin.getClass().getName(), origin(plugin));
  }

  /** The jar or folder that a plug-in's class came from. */
  public static String origin(Plugin plugin) {
    return Origins.of(plugin.getClass());
  }

  /** Every plug-in of a kind, by name. */
  public <P extends Plugin> Map<String, P> all(PluginKind<P> kind) {
    Map<String, P> all = new LinkedHashMap<>();
    named(kind).forEach((name, plugin) -> all.put(name, kind.type().cast(plugin)));
    return Collections.unmodifiableMap(all);
  }

  /** What could not be loaded, and why. */
  public List<PluginIssue> issues() {
    return issues;
  }

  /**
   * The plug-in of this kind and name.
   *
   * @throws PatchbayException if there is none; it lists those that there are
   */
  public <P extends Plugin> P get(PluginKind<P> kind, String name) {
    Plugin plugin = named(kind).get(name);
    if (plugin == null) {
      throw PatchbayException.usage(
          "No %s is named '%s'.%s"
              .formatted(kind.word(), name, NearMiss.sentence(name, named(kind).keySet())),
          listing(kind));
    }
    return kind.type().cast(plugin);
  }

  /**
   * The plug-in that these words ask for, such as {@code acdc:threshold=.01}, its options checked.
   *
   * @throws PatchbayException if the words cannot be read, nothing has that name, or an option is
   *     unknown or refused
   */
  public <P extends Plugin> Chosen<P> choose(PluginKind<P> kind, String words) {
    PluginChoice choice = PluginChoice.parse(words);
    P provider = get(kind, choice.name());
    // A plug-in that never looks at its options must still not swallow a mistyped one.
    choice.options().as(provider.options());
    return new Chosen<>(provider, choice.options());
  }

  /** One line: the names of a kind, and what could not be loaded. */
  public String listing(PluginKind<?> kind) {
    String names = String.join(", ", named(kind).keySet());
    String plural =
        kind.plural().substring(0, 1).toUpperCase(Locale.ROOT) + kind.plural().substring(1);
    return "%s: %s.%s".formatted(plural, names.isEmpty() ? "none" : names, missing());
  }

  private String missing() {
    if (issues.isEmpty()) {
      return "";
    }
    String count = issues.size() == 1 ? "One plug-in" : issues.size() + " plug-ins";
    return " %s could not be loaded: %s."
        .formatted(
            count, issues.stream().map(PluginIssue::toString).collect(Collectors.joining(", ")));
  }

  private Map<String, Plugin> named(PluginKind<?> kind) {
    return plugins.getOrDefault(kind, Map.of());
  }
}
