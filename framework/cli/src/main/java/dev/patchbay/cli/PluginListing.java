package dev.patchbay.cli;

import dev.patchbay.spi.plugin.Plugin;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which plug-ins are there, for reading.
 *
 * @param sections the kinds of plug-ins, in the order in which they are shown
 * @param issues plug-ins that could not be loaded and why, a sentence each
 */
record PluginListing(List<Section> sections, List<String> issues) {

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
                    .flatMap(
                        plugin ->
                            Stream.of(
                                new Section(section.title(), section.usage(), List.of(plugin)))))
        .toList();
  }
}
