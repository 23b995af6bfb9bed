package dev.patchbay.cli;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.core.discovery.CircuitDiscovery;
import dev.patchbay.core.lookup.Models;
import dev.patchbay.core.lookup.TaskPreview;
import dev.patchbay.core.lookup.Tokenization;
import dev.patchbay.core.report.ReportFiles;
import dev.patchbay.core.report.ResultsFiles;
import dev.patchbay.core.wiring.Wiring;
import dev.patchbay.study.Comparison;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands that {@code patchbay} has. One that is not called is known by what the list of all
 * shows: to read the options of each takes a good part of a short command's time.
 *
 * @param common the options that every command has
 * @param words what was typed
 */
record Commands(Common common, List<String> words) {

  /** Puts them together: each is given what it asks for the services that it takes. */
  static CommandLine of(
      Console console,
      Function<List<Path>, PluginCatalog> plugins,
      Interruption interruption,
      List<String> words) {
    Common common = new Common();
    Wiring wiring = new Wiring(() -> plugins.apply(common.pluginFolders()));
    Supplier<PluginCatalog> catalog = wiring::catalog;
    Supplier<CircuitDiscovery> discovery = wiring.supplier(CircuitDiscovery.class);
    Supplier<Models> models = () -> new Models(wiring.catalog()); // needs no injector
    Supplier<ReportFiles> reports = wiring.supplier(ReportFiles.class);
    Supplier<ResultsFiles> results = wiring.supplier(ResultsFiles.class);
    Supplier<Comparison> comparison = wiring.supplier(Comparison.class);
    Commands commands = new Commands(common, words);
    CommandLine line = new CommandLine(new Patchbay(console));
    commands.add(line, new DiscoverCommand(console, interruption, discovery, reports));
    commands.add(line, new CompareCommand(console, interruption, models, comparison, results));
    commands.add(line, new PluginsCommand(console, catalog));
    commands.add(line, new ModelsCommand(console, models, catalog));
    commands.add(line, new TasksCommand(console, catalog, wiring.supplier(TaskPreview.class)));
    commands.add(line, new TokenizeCommand(console, wiring.supplier(Tokenization.class)));
    commands.add(line, new DoctorCommand(console, catalog, discovery));
    commands.add(line, new ExportCommand(console, reports, results));
    commands.add(line, new TruthCommand(console, catalog));
    commands.add(line, new ExamCommand(console, interruption, catalog, comparison));
    CommandLine bench = commands.add(line, new BenchCommand(console, interruption, common));
    commands.add(bench, new SizesCommand(console, interruption, common));
    commands.add(bench, new DecisionsCommand(console, interruption));
    return line;
  }

  /** Adds a command to those of another, and answers it. */
  private CommandLine add(CommandLine line, Object command) {
    Command description = command.getClass().getAnnotation(Command.class);
    CommandLine added = mayBeCalled(description.name()) ? complete(command) : listed(description);
    line.addSubcommand(description.name(), added);
    return added;
  }

  /** Whether it is among the words; what {@code @words.txt} holds is not known yet. */
  private boolean mayBeCalled(String name) {
    return words.contains(name) || words.stream().anyMatch(word -> word.startsWith("@"));
  }

  private static CommandLine listed(Command command) {
    CommandSpec spec = CommandSpec.create();
    spec.usageMessage().description(command.description());
    return new CommandLine(spec);
  }

  /** With the options that every command has, help last. */
  private CommandLine complete(Object command) {
    CommandLine line = new CommandLine(command);
    line.getCommandSpec()
        .addMixin("common", CommandSpec.forAnnotatedObject(common))
        .mixinStandardHelpOptions(true)
        .versionProvider(new Version())
        .usageMessage()
        .sortOptions(false);
    return line;
  }
}
