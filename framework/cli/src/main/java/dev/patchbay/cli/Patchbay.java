package dev.patchbay.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Patchbay(Console console) {
    this.console = console;
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Console console = Console.ofProcess();
    // Whatever started this: no telemetry, no look-ups.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    // What a plug-in or a library prints is no result.
    System.setOut(console.err());
    ForeignExit.watch(console.err());
    int exitCode = execute(console, CoreFramework::new, new Interruption(), arguments);
    console.out().flush();
    System.exit(exitCode);
  }

  /** Runs the command; nothing is thrown. */
  static int execute(
      Console console, Framework.Opening framework, Interruption interruption, String... words) {
    try {
      return commandLine(console, framework, interruption).execute(words);
    } catch (Throwable thrown) {
      return fail(console, thrown, words);
    }
  }

  private static CommandLine commandLine(
      Console console, Framework.Opening framework, Interruption interruption) {
    CommandLine line =
        new CommandLine(new Patchbay(console))
            .addSubcommand(new DiscoverCommand(console, framework, interruption))
            .addSubcommand(new CompareCommand(console, framework, interruption))
            .addSubcommand(new PluginsCommand(console, framework))
            .addSubcommand(new ModelsCommand(console, framework))
            .addSubcommand(new TasksCommand(console, framework))
            .addSubcommand(new TokenizeCommand(console, framework))
            .addSubcommand(new DoctorCommand(console, framework))
            .addSubcommand(new ExportCommand(console, framework))
            .addSubcommand(new TruthCommand(console, framework))
            .addSubcommand(new ExamCommand(console, framework, interruption))
            .addSubcommand(
                new CommandLine(new BenchCommand(console, interruption))
                    .addSubcommand(new SizesCommand(console, interruption))
                    .addSubcommand(new DecisionsCommand(console, interruption)));
    return line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(console.paint().on() ? Ansi.ON : Ansi.OFF))
        .setParameterExceptionHandler((wrong, words) -> fail(console, wrong, words))
        .setExecutionExceptionHandler(
            (thrown, command, parsed) ->
                fail(console, thrown, parsed.originalArgs().toArray(String[]::new)));
  }

  private static int fail(Console console, Throwable thrown, String... words) {
    Failure failure = Failure.of(thrown);
    console.err().println(failure.text());
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
