package dev.patchbay.catalog;

import dev.patchbay.spi.plugin.NearMiss;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.Plugin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What plug-ins there are: for each kind, each name's provider, by name; and those that could not
 * be loaded. Immutable.
 */
public final class PluginCatalog {

  /** So many are named where something else is the matter. */
  private static final int MOST_ISSUES = 3;

  private static final String HOW =
      "A plug-in is named like acdc or acdc:threshold=.01,order=repo.";

  private final Map<PluginKind<?>, Map<String, List<Plugin>>> plugins;
  private final List<PluginIssue> issues;

  private PluginCatalog(
      Map<PluginKind<?>, Map<String, List<Plugin>>> plugins, List<PluginIssue> issues) {
    this.plugins = plugins;
    this.issues = issues;
  }

  public static PluginCatalog of(Plugin... plugins) {
    return of(List.of(plugins), List.of());
  }

  /**
   * The catalog of these plug-ins, each under every kind that it is of. Of several that have one
   * name within a kind, none is used.
   *
   * @param issues what could not be loaded
   */
  public static PluginCatalog of(Collection<? extends Plugin> plugins, List<PluginIssue> issues) {
    Map<PluginKind<?>, Map<String, List<Plugin>>> byKind = new LinkedHashMap<>();
    List<PluginIssue> all = new ArrayList<>(issues);
    for (PluginKind<?> kind : PluginKind.ALL) {
      Map<String, List<Plugin>> byName =
          plugins.stream()
              .filter(kind.type()::isInstance)
              .flatMap(plugin -> guest(kind, plugin, all).stream())
              .collect(
                  Collectors.groupingBy(
                      plugin -> plugin.descriptor().name(), TreeMap::new, Collectors.toList()));
      byKind.put(kind, byName);
      byName.forEach((name, those) -> all.addAll(rivals(kind, name, those)));
    }
    return new PluginCatalog(byKind, List.copyOf(all));
  }

  /** Nothing, and an issue, if it no longer says what it is although it did when it was found. */
  private static <P extends Plugin> Optional<P> guest(
      PluginKind<P> kind, Plugin plugin, List<PluginIssue> issues) {
    try {
      return Optional.of(Guest.of(kind, plugin));
    } catch (Throwable e) { // whatever it is, it is the plug-in's
      issues.add(
          new PluginIssue(plugin.getClass().getName(), origin(plugin), PluginFault.reason(e)));
      return Optional.empty();
    }
  }

  /** An issue for each but the first of those that have one name. */
  private static List<PluginIssue> rivals(PluginKind<?> kind, String name, List<Plugin> those) {
    return those.stream()
        .skip(1)
        .map(
            plugin ->
                new PluginIssue(
                    Guest.type(plugin).getName(),
                    origin(plugin),
                    "two plug-ins are %s '%s', so neither is used; the other is %s"
                        .formatted(kind.word(), name, described(those.get(0)))))
        .toList();
  }

  private static String described(Plugin plugin) {
    return "%s in %s".formatted(Guest.type(plugin).getName(), origin(plugin));
  }

  /** The jar or folder that the class of a plug-in, or of the one that made a thing, came from. */
  public static String origin(Object plugin) {
    return Origins.of(Guest.type(plugin));
  }

  /** The same, and then the jars of the libraries beside it. */
  public static List<String> origins(Object plugin) {
    return Origins.all(Guest.type(plugin));
  }

  /** Every plug-in of a kind, by name. */
  public <P extends Plugin> Map<String, P> all(PluginKind<P> kind) {
    Map<String, P> all = new LinkedHashMap<>();
    named(kind)
        .forEach(
            (name, those) -> {
              if (those.size() == 1) {
                all.put(name, kind.type().cast(those.get(0)));
              }
            });
    return Collections.unmodifiableMap(all);
  }

  public List<PluginIssue> issues() {
    return issues;
  }

  /**
   * The plug-in of this kind and name.
   *
   * @throws PatchbayException if there is none, with a list of those that there are, or if there
   *     are two
   */
  public <P extends Plugin> P get(PluginKind<P> kind, String name) {
    List<Plugin> those = named(kind).getOrDefault(name, List.of());
    if (those.isEmpty()) {
      throw PatchbayException.usage(
          "No %s is named '%s'.%s"
              .formatted(kind.word(), name, NearMiss.sentence(name, named(kind).keySet())),
          listing(kind));
    }
    if (those.size() > 1) {
      throw PatchbayException.usage(
          "Two plug-ins are %s '%s': %s and %s."
              .formatted(kind.word(), name, described(those.get(0)), described(those.get(1))),
          "Remove one of them, or give it another name.");
    }
    return kind.type().cast(those.get(0));
  }

  /**
   * The plug-in that these words ask for, such as {@code acdc:threshold=.01}, its options checked.
   *
   * @throws PatchbayException if the words cannot be read, nothing has that name, or an option is
   *     unknown or refused
   */
  public <P extends Plugin> Chosen<P> choose(PluginKind<P> kind, String words) {
    Options options = Options.parse(words, HOW);
    P provider = get(kind, options.plugin());
    // A plug-in that never looks at its options must still not swallow a mistyped one.
    Guest.call(provider, "options", () -> options.as(provider.options()));
    return new Chosen<>(provider, options);
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
    String some =
        issues.stream()
            .limit(MOST_ISSUES)
            .map(PluginIssue::toString)
            .collect(Collectors.joining(", "));
    return " %s could not be loaded: %s%s."
        .formatted(
            count,
            some,
            issues.size() > MOST_ISSUES ? ", ...; 'patchbay plugins' names them all" : "");
  }

  private Map<String, List<Plugin>> named(PluginKind<?> kind) {
    return plugins.getOrDefault(kind, Map.of());
  }
}
