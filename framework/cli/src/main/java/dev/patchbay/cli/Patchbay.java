package dev.patchbay.cli;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginLoader;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The {@code patchbay} command. */
@Command(
    name = "patchbay",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = HelpCommand.class,
    sortOptions = false,
    description = "Finds circuits in transformers.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example:",
      "  patchbay discover",
      "",
      "Exit codes: 0 done, 1 the run failed, 2 the command line is wrong,",
      "3 a check failed, 130 interrupted."
    })
public final class Patchbay implements Callable<Integer> {

  private static final int NARROWEST_HELP = 55;
  private static final int WIDEST_HELP = 100;

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  Patchbay(Console console) {
    this.console = console;
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Console console = Console.ofProcess();
    settleProcess();
    // What a plug-in or a library prints is not a result.
    System.setOut(console.err());
    ForeignExit.watch(console.err());
    int exitCode = execute(console, PluginLoader::load, new Interruption(), arguments);
    console.out().flush();
    System.exit(exitCode);
  }

  /** What holds for all that runs here, plug-ins and libraries too, whatever started this. */
  static void settleProcess() {
    // No telemetry, no look-ups.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    // A number has the same digits on the screen and in a file, wherever it is written.
    Locale.setDefault(Locale.ROOT);
  }

  /**
   * Runs the command; nothing is thrown.
   *
   * @param plugins what folders of jars hold beside the class path
   */
  static int execute(
      Console console,
      Function<List<Path>, PluginCatalog> plugins,
      Interruption interruption,
      String... words) {
    int exitCode;
    try {
      CommandLine called = Commands.of(console, plugins, interruption, List.of(words));
      exitCode = commandLine(console, called).execute(words);
    } catch (Throwable thrown) {
      exitCode = fail(console, thrown, words);
    }
    // A stream that printed lines cannot throw: it remembers.
    return exitCode == 0 && console.out().checkError()
        ? fail(console, notAllPrinted(), words)
        : exitCode;
  }

  private static PatchbayException notAllPrinted() {
    return PatchbayException.failed(
        "The standard output took no more, and what was printed is incomplete.",
        "Is the disk full, or has the program that reads it ended?");
  }

  private static CommandLine commandLine(Console console, CommandLine line) {
    line.getSubcommands().values().stream()
        .filter(command -> List.of("discover", "compare").contains(command.getCommandName()))
        .forEach(
            command ->
                command
                    .getHelpSectionMap()
                    .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new OptionGroups()));
    if (console.outIsTerminal()) {
      line.setUsageHelpWidth(Math.max(NARROWEST_HELP, Math.min(console.columns(), WIDEST_HELP)));
    }
    return line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
        .registerConverter(Path.class, Patchbay::path)
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(console.paint().on() ? Ansi.ON : Ansi.OFF))
        .setParameterExceptionHandler((wrong, words) -> fail(console, wrong, words))
        .setExecutionExceptionHandler(
            (thrown, command, parsed) ->
                fail(console, thrown, parsed.originalArgs().toArray(String[]::new)));
  }

  /** A blank is a variable that was not set, not the folder one happens to be in. */
  private static Path path(String word) {
    if (word.isBlank()) {
      throw new TypeConversionException("a path is not blank");
    }
    return Path.of(word);
  }

  private static int fail(Console console, Throwable thrown, String... words) {
    Failure failure = Failure.of(thrown);
    console.tell(failure.text());
    if (List.of(words).contains("--debug")) {
      thrown.printStackTrace(console.err());
    }
    return failure.exitCode();
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(console.out());
    return 0;
  }
}
