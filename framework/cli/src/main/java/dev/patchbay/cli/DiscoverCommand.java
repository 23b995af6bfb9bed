package dev.patchbay.cli;

import dev.patchbay.core.discovery.CircuitDiscovery;
import dev.patchbay.core.discovery.OpenRequest;
import dev.patchbay.core.journal.SearchJournal;
import dev.patchbay.core.report.FolderLock;
import dev.patchbay.core.report.ReportFiles;
import dev.patchbay.core.run.Journal;
import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.core.run.RunPlan;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.engine.tensor.EngineLibrary;
import dev.patchbay.spi.run.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds the circuit for a task in a model and writes it down. */
@Command(
    name = "discover",
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
  private final Supplier<CircuitDiscovery> discovery;
  private final Supplier<ReportFiles> reports;
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

  DiscoverCommand(
      Console console,
      Interruption interruption,
      Supplier<CircuitDiscovery> discovery,
      Supplier<ReportFiles> reports) {
    this.console = console;
    this.discovery = discovery;
    this.reports = reports;
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    RunRequest asked = options.request().with(extras.extras());
    if (explain) {
      explain(asked);
    } else {
      run(asked);
    }
    return 0;
  }

  private void explain(RunRequest asked) {
    try (OpenRequest open = open(asked)) {
      RunPlan plan = watched(open::plan);
      console.answer(json, () -> Json.of(plan), () -> new PlanPage(console.paint()).lines(plan));
    }
  }

  private void run(RunRequest asked) {
    // Names and files are looked up in the time that the library takes.
    try (EngineLibrary library = EngineLibrary.load();
        OpenRequest open = open(asked)) {
      run(open);
    }
  }

  private OpenRequest open(RunRequest asked) {
    CircuitDiscovery circuits = discovery.get();
    OpenRequest open =
        watched(
            progress ->
                circuits.open(
                    asked, options.leavesStrategyOpen(), options.leavesTaskOpen(), progress));
    open.choices().forEach(console::tell);
    return open;
  }

  private void run(OpenRequest open) {
    RunRequest request = open.request();
    Optional<String> bos =
        open.hasTextPrompts()
            ? Optional.of(BosWords.of(request.bos(), open.bos()))
            : Optional.empty();
    ReportFiles.RunFolder folder = reports.get().open(out);
    try (FolderLock lock = FolderLock.of(out)) {
      Settings.lines(request, bos).forEach(console::tell);
      Journal journal = new Journal(out.resolve("search.journal"), resume);
      RunOutcome outcome = watched(progress -> open.run(Optional.of(journal), progress));
      Settings.batches(request, outcome.report().provenance().batchSize()).ifPresent(console::tell);
      List<Path> files = folder.write(outcome);
      SearchJournal.remove(journal.file());
      console.answer(
          json,
          () -> Json.of(outcome, files),
          () -> new Summary(console.paint()).lines(outcome, out, files));
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
