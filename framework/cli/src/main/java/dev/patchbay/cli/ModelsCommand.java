package dev.patchbay.cli;

import dev.patchbay.core.discovery.ModelCard;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which models are there, and what will a run on one cost? */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
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
  private final Framework.Opening framework;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The model to look at: a name or a Hugging Face folder.")
  private Optional<String> name = Optional.empty();

  @Mixin private RunSize size = new RunSize();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private Common common = new Common();

  ModelsCommand(Console console, Framework.Opening framework) {
    this.console = console;
    this.framework = framework;
  }

  @Override
  public Integer call() {
    size.check();
    Framework opened = framework.open(common.pluginFolders());
    if (name.isPresent()) {
      show(opened, opened.model(name.get()));
    } else {
      list(opened);
    }
    return 0;
  }

  private void show(Framework opened, ModelCard model) {
    RunCost cost = RunCost.of(model, size.on(model), size.budget(), strategies(opened));
    if (json) {
      console.out().println(ModelJson.of(cost));
    } else {
      console.show(new ModelPage(console.paint()).lines(cost));
    }
  }

  private static List<StrategyProvider> strategies(Framework opened) {
    return opened.plugins().sections().stream()
        .flatMap(section -> section.plugins().stream())
        .filter(StrategyProvider.class::isInstance)
        .map(StrategyProvider.class::cast)
        .toList();
  }

  /** A model that cannot be read is a line, and hides no other. */
  private void list(Framework opened) {
    Map<String, ModelCard> cards = new LinkedHashMap<>();
    Map<String, String> unread = new LinkedHashMap<>();
    for (String known : opened.modelNames()) {
      try {
        cards.put(known, opened.model(known));
      } catch (PatchbayException e) {
        unread.put(known, String.valueOf(e.getMessage()));
      }
    }
    if (json) {
      console.out().println(ModelJson.of(cards, unread));
    } else {
      console.show(new ModelPage(console.paint()).lines(cards, unread));
    }
  }
}
