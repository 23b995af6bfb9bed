package dev.patchbay.cli;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginIssue;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.spi.plugin.Plugin;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which plug-ins are there, for reading.
 *
 * @param sections the kinds of plug-ins, in the order in which they are shown
 * @param issues plug-ins that could not be loaded and why, a sentence each
 */
record PluginListing(List<Section> sections, List<String> issues) {

  /** How a plug-in of each kind is chosen on the command line. */
  private static final Map<PluginKind<?>, String> USAGE =
      Map.of(
          PluginKind.STRATEGY, "--strategy NAME",
          PluginKind.METRIC, "--metric NAME",
          PluginKind.ABLATION, "--ablation NAME",
          PluginKind.TASK, "--task NAME",
          PluginKind.KNOWN_CIRCUIT, "truth TASK",
          PluginKind.EXPORTER, "export --format NAME",
          PluginKind.RESULTS_EXPORTER, "export results.json --format NAME");

  private static final String BY_ITSELF = "found by what --model gives";

  PluginListing {
    sections = List.copyOf(sections);
    issues = List.copyOf(issues);
  }

  /**
   * The plug-ins of one kind.
   *
   * @param title such as "Strategies"
   * @param usage how one of them is chosen: {@code --strategy NAME}
   * @param plugins ordered by name
   */
  record Section(String title, String usage, List<? extends Plugin> plugins) {

    Section {
      plugins = List.copyOf(plugins);
    }
  }

  static PluginListing of(PluginCatalog catalog) {
    return new PluginListing(
        PluginKind.ALL.stream().map(kind -> section(kind, catalog)).toList(),
        catalog.issues().stream().map(PluginListing::sentence).toList());
  }

  private static Section section(PluginKind<?> kind, PluginCatalog catalog) {
    String plural = kind.plural();
    return new Section(
        plural.substring(0, 1).toUpperCase(Locale.ROOT) + plural.substring(1),
        USAGE.getOrDefault(kind, BY_ITSELF),
        List.<Plugin>copyOf(catalog.all(kind).values()));
  }

  private static String sentence(PluginIssue issue) {
    return "%s in %s: %s.".formatted(issue.plugin(), issue.origin(), issue.reason());
  }

  /** Every plug-in's name. */
  List<String> names() {
    return sections.stream()
        .flatMap(section -> section.plugins().stream())
        .map(plugin -> plugin.descriptor().name())
        .distinct()
        .toList();
  }

  /** The plug-ins of this name, each alone in its section: kinds may share a name. */
  List<Section> named(String name) {
    return sections.stream()
        .flatMap(
            section ->
                section.plugins().stream()
                    .filter(plugin -> plugin.descriptor().name().equals(name))
                    .map(plugin -> new Section(section.title(), section.usage(), List.of(plugin))))
        .toList();
  }
}
