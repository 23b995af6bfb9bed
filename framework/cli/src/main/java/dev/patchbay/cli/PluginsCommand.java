package dev.patchbay.cli;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.spi.plugin.NearMiss;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which plug-ins are there, and what does one do? */
@Command(
    name = "plugins",
    abbreviateSynopsis = true,
    description = "Lists strategies, metrics, tasks and the rest, or explains one.",
    footer = {"", "Examples:", "  patchbay plugins", "  patchbay plugins acdc"})
final class PluginsCommand implements Callable<Integer> {

  private final Console console;
  private final Supplier<PluginCatalog> plugins;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "The plug-in to explain.")
  private Optional<String> name = Optional.empty();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  PluginsCommand(Console console, Supplier<PluginCatalog> plugins) {
    this.console = console;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    PluginListing all = PluginListing.of(plugins.get());
    PluginListing shown = name.map(wanted -> only(wanted, all)).orElse(all);
    console.answer(
        json,
        () -> Json.of(shown),
        () -> new PluginPage(console.paint()).lines(shown, name.isPresent()));
    return 0;
  }

  private static PluginListing only(String name, PluginListing all) {
    List<PluginListing.Section> found = all.named(name);
    if (found.isEmpty()) {
      throw PatchbayException.usage(
          "There is no plug-in '%s'.%s".formatted(name, NearMiss.sentence(name, all.names())),
          "'patchbay plugins' lists them.");
    }
    return new PluginListing(found, List.of());
  }
}
