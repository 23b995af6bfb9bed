package dev.patchbay.cli;

import dev.patchbay.core.discovery.FirstRun;
import dev.patchbay.core.run.Journal;
import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.core.run.RunPlan;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.spi.run.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds the circuit for a task in a model and writes it down. */
@Command(
    name = "discover",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    description = "Finds the circuit for a task in a model and writes it down.",
    footer = {
      "",
      "Examples:",
      "  patchbay discover",
      "  patchbay discover --strategy acdc:threshold=0.1 --verify full",
      "  patchbay discover --strategy eap --memory 2g --explain",
      "  patchbay discover --model path/to/gpt2 --prompts pairs.json --strategy eap \\",
      "      --metric logit-difference --edges 40 --out out"
    })
final class DiscoverCommand implements Callable<Integer> {

  private final Console console;
  private final Framework.Opening framework;
  private final Interruption interruption;

  @Mixin private DiscoverOptions options = new DiscoverOptions();

  @Mixin private ExtraOptions extras = new ExtraOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the files are written (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("patchbay-out");

  @Option(
      names = "--resume",
      description = "Go on where an interrupted run with the same options and --out stopped.")
  private boolean resume;

  @Option(
      names = "--explain",
      description =
          "Say how the run would go, what it would hold in memory and why, and stop: nothing runs,"
              + " nothing is written.")
  private boolean explain;

  @Option(names = "--json", description = "Print one JSON object instead of the table.")
  private boolean json;

  @Mixin private Common common = new Common();

  DiscoverCommand(Console console, Framework.Opening framework, Interruption interruption) {
    this.console = console;
    this.framework = framework;
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    RunRequest asked = options.request().with(extras.extras());
    Framework opened = framework.open(common.pluginFolders());
    FirstRun first =
        watched(
            progress ->
                opened.first(
                    asked, options.leavesStrategyOpen(), options.leavesTaskOpen(), progress));
    first.words().forEach(console::tell);
    RunRequest request = first.request();
    if (explain) {
      explain(watched(progress -> opened.plan(request, progress)));
      return 0;
    }
    Optional<String> bos = watched(progress -> opened.bos(request, progress));
    try (Framework.Output output = opened.output(out)) {
      discover(opened, request, bos, output);
    }
    return 0;
  }

  private void discover(
      Framework opened, RunRequest request, Optional<String> bos, Framework.Output output) {
    Settings.lines(opened.settled(request), bos).forEach(console::tell);
    Optional<Journal> journal = Optional.of(new Journal(output.journal(), resume));
    RunOutcome outcome = watched(progress -> opened.discover(request, journal, progress));
    Settings.batches(request, outcome.report().provenance().batchSize()).ifPresent(console::tell);
    List<Path> files = output.write(outcome);
    if (json) {
      console.out().println(Json.of(outcome, files));
    } else {
      console.show(new Summary(console.paint()).lines(outcome, out, files));
    }
  }

  private void explain(RunPlan plan) {
    if (json) {
      console.out().println(Json.of(plan));
    } else {
      console.show(new PlanPage(console.paint()).lines(plan));
    }
  }

  private <T> T watched(Function<Progress, T> work) {
    // From here on somebody polls; until here Ctrl-C may end the process as ever.
    interruption.listen(console.err());
    try (Display display = Display.on(console, interruption::requested)) {
      return work.apply(display);
    }
  }
}
