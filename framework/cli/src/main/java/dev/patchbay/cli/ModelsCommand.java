package dev.patchbay.cli;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.core.lookup.ModelCard;
import dev.patchbay.core.lookup.Models;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which models are there, and what will a run on one cost? */
@Command(
    name = "models",
    abbreviateSynopsis = true,
    description = {
      "Lists the models that are known by name, or says what one is and what a run on it will"
          + " cost. Reads no weights."
    },
    footer = {
      "",
      "Examples:",
      "  patchbay models",
      "  patchbay models path/to/gpt2 --prompts-count 100 --length 20 --batch-size 25"
    })
final class ModelsCommand implements Callable<Integer> {

  private final Console console;
  private final Supplier<Models> models;
  private final Supplier<PluginCatalog> plugins;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The model to look at: a name or a Hugging Face folder.")
  private Optional<String> name = Optional.empty();

  @Mixin private RunSize size = new RunSize();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  ModelsCommand(Console console, Supplier<Models> models, Supplier<PluginCatalog> plugins) {
    this.console = console;
    this.models = models;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    size.check();
    if (name.isPresent()) {
      show(models.get().card(name.get()));
    } else {
      list(models.get());
    }
    return 0;
  }

  private void show(ModelCard model) {
    RunCost cost =
        new RunCost(
            model,
            size.on(model),
            size.budget(),
            List.copyOf(plugins.get().all(PluginKind.STRATEGY).values()));
    console.answer(
        json, () -> ModelJson.of(cost), () -> new ModelPage(console.paint()).lines(cost));
  }

  /** A model that cannot be read is a line, and hides no other. */
  private void list(Models all) {
    Map<String, ModelCard> cards = new LinkedHashMap<>();
    Map<String, String> unread = new LinkedHashMap<>();
    for (String known : all.names()) {
      try {
        cards.put(known, all.card(known));
      } catch (PatchbayException e) {
        unread.put(known, String.valueOf(e.getMessage()));
      }
    }
    console.answer(
        json,
        () -> ModelJson.of(cards, unread),
        () -> new ModelPage(console.paint()).lines(cards, unread));
  }
}
