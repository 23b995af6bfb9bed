package dev.patchbay.cli;

import dev.patchbay.spi.model.ModelSource;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.task.KnownCircuit;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Plug-ins as text. */
record PluginPage(Console.Paint paint) {

  private static final String NONE = "none";

  /** The listing, or with {@code whole} all about each plug-in. */
  List<String> lines(PluginListing listing, boolean whole) {
    List<String> lines = new ArrayList<>();
    for (PluginListing.Section section : listing.sections()) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      if (whole) {
        section.plugins().forEach(plugin -> lines.addAll(whole(section, plugin)));
      } else {
        lines.add(paint.strong(section.title()) + paint.faint("  " + section.usage()));
        section.plugins().forEach(plugin -> lines.addAll(brief(plugin)));
        if (section.plugins().isEmpty()) {
          lines.add("  none");
        }
      }
    }
    if (!listing.issues().isEmpty()) {
      lines.add("");
      lines.add(paint.strong("Could not be loaded"));
      listing.issues().forEach(issue -> lines.add("  " + issue.replace("\n", "\n  ")));
    }
    return lines;
  }

  private List<String> brief(Plugin plugin) {
    PluginDescriptor about = plugin.descriptor();
    List<String> lines = new ArrayList<>();
    lines.add("  %-23s %s".formatted(about.name(), about.summary()));
    if (!about.citation().equals(NONE)) {
      lines.add(paint.faint("  %-23s %s".formatted("", about.citation())));
    }
    if (plugin instanceof ModelSource source && !source.names().isEmpty()) {
      lines.add("  %-23s --model %s".formatted("", String.join(", ", source.names())));
    }
    return lines;
  }

  private List<String> whole(PluginListing.Section section, Plugin plugin) {
    PluginDescriptor about = plugin.descriptor();
    List<String> lines = new ArrayList<>();
    lines.add(paint.strong(about.name()) + "  " + about.summary());
    lines.add("");
    lines.add("  paper  " + about.citation());
    lines.add("  cost   " + about.cost());
    lines.add("  use    " + use(section, plugin));
    RecordComponent[] options = plugin.options().getRecordComponents();
    lines.add("");
    lines.add(options.length == 0 ? "It has no options." : paint.strong("Options"));
    for (RecordComponent option : options) {
      lines.add("  %-28s %s".formatted(written(option), explained(option)));
    }
    return lines;
  }

  private static String use(PluginListing.Section section, Plugin plugin) {
    if (plugin instanceof KnownCircuit known) {
      return "truth " + known.task();
    }
    String options =
        Arrays.stream(plugin.options().getRecordComponents())
            .limit(1)
            .map(PluginPage::written)
            .collect(Collectors.joining());
    String name = plugin.descriptor().name();
    return section.usage().replace("NAME", options.isEmpty() ? name : name + ":" + options);
  }

  private static String written(RecordComponent component) {
    Option option = component.getAnnotation(Option.class);
    String name = Options.name(component);
    return option == null ? name : name + "=" + option.fallback();
  }

  private static String explained(RecordComponent component) {
    Option option = component.getAnnotation(Option.class);
    String words = option == null ? "" : option.value();
    if (!component.getType().isEnum()) {
      return words;
    }
    List<String> values =
        Arrays.stream(component.getType().getEnumConstants())
            .map(constant -> Options.word((Enum<?>) constant))
            .toList();
    // Most explain the values by name; then they need not be listed again.
    return values.stream().allMatch(words::contains)
        ? words
        : words + " (" + String.join(", ", values) + ")";
  }
}
