package dev.patchbay.cli;

import dev.patchbay.core.engine.TensorEngine;
import dev.patchbay.core.study.Cell;
import dev.patchbay.core.study.Comparison;
import dev.patchbay.core.study.Results;
import dev.patchbay.core.study.ResultsJson;
import dev.patchbay.core.study.ResultsTables;
import dev.patchbay.core.study.Study;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares strategies: which finds the circuit, at what size, at what cost, and is it chance? */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Compares strategies on the same model, prompts, metric and ablation: nearness to a circuit"
          + " that is known, faithfulness at every size, stability and cost, with intervals, as a"
          + " table, data files and a page to read."
    },
    footer = {
      "",
      "Examples:",
      "  patchbay compare",
      "  patchbay compare --task ioi --strategy eap --strategy acdc --out ioi",
      "  patchbay compare examples/studies/exam.yaml --out exam --resume",
      "  patchbay compare examples/studies/eap-paper.yaml --model path/to/gpt2"
    })
final class CompareCommand implements Callable<Integer> {

  private final Console console;
  private final Framework.Opening framework;
  private final Interruption interruption;

  @Parameters(
      arity = "0..1",
      paramLabel = "STUDY",
      description = "A study file (YAML); options replace what it says (default: none).")
  private Optional<Path> file = Optional.empty();

  @Mixin private CompareOptions options = new CompareOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the files are written (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("patchbay-comparison");

  @Option(
      names = "--resume",
      description = "Take finished cases of the same study from --out instead of measuring them.")
  private boolean resume;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "Measure in N processes at once, which share the cores (default: ${DEFAULT-VALUE}, this"
              + " one).")
  private int jobs = 1;

  @Option(names = "--share", hidden = true)
  private boolean share;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of one tensor operation (default: all cores, shared among --jobs).")
  private int threads;

  @Option(names = "--json", description = "Print results.json instead of the table.")
  private boolean json;

  @Mixin private Common common = new Common();

  @Spec private CommandSpec spec = CommandSpec.create();

  CompareCommand(Console console, Framework.Opening framework, Interruption interruption) {
    this.console = console;
    this.framework = framework;
    this.interruption = interruption;
  }

  @Override
  public Integer call() throws IOException {
    if (jobs < 1) {
      throw PatchbayException.usage("--jobs is %d.".formatted(jobs), "Give a number from 1 on.");
    }
    Study asked = options.study(file);
    Framework opened = framework.open(common.pluginFolders());
    Study study =
        CompareOptions.bounded(
            asked,
            model -> opened.model(model).graph().edgeCount(),
            share ? words -> {} : console.err()::println);
    Comparison comparison = opened.comparison();
    int cases = comparison.count(study);
    int each = jobs == 1 || threads > 0 ? threads : Math.max(1, TensorEngine.threadsFor(0) / jobs);
    TensorEngine.start(each);
    interruption.listen(console.err());
    Results results;
    try (Display display = Display.on(console, interruption::requested)) {
      if (share) {
        comparison.share(study, out, display.within());
        return 0;
      }
      display.start("compare", cases);
      results =
          jobs == 1
              ? comparison.run(study, command(), out, resume, display.within(), step(display))
              : divided(comparison, study, each, display);
    } catch (PatchbayException e) {
      throw e.kind() == PatchbayException.Kind.INTERRUPTED
          ? PatchbayException.interrupted(
              "Finished cases are kept: the same command with --resume goes on from here.")
          : e;
    }
    List<Path> files = new ArrayList<>(ResultsTables.write(results, out));
    files.addAll(opened.showResults(files.get(0)));
    show(results, files);
    // What a strategy refuses is a result; what fails is none.
    return results.cells().stream().anyMatch(CompareCommand::failed) ? 1 : 0;
  }

  private static boolean failed(Cell cell) {
    return cell.status() == Cell.Status.FAILED;
  }

  /** Lets other processes do the work; what one that died left undone is done here. */
  private Results divided(Comparison comparison, Study study, int each, Display display)
      throws IOException {
    IntSupplier finished = comparison.divide(study, out, resume);
    List<String> words = new ArrayList<>(words());
    words.addAll(List.of("--share", "--threads", Integer.toString(each)));
    CompareWorkers.run(jobs, words, finished, display);
    comparison.divide(study, out, true);
    return comparison.run(study, command(), out, true, display.within(), cell -> {});
  }

  private void show(Results results, List<Path> files) throws IOException {
    if (json) {
      ResultsJson.write(results, console.out());
      console.out().flush();
      return;
    }
    new ComparePage(results, console.paint()).lines().forEach(console.out()::println);
    console.out().println();
    long plots = files.stream().filter(file -> file.toString().endsWith(".svg")).count();
    String others =
        files.stream()
            .filter(file -> !file.toString().endsWith(".svg"))
            .map(file -> String.valueOf(file.getFileName()))
            .collect(Collectors.joining(", "));
    console.out().println("written  %s: %s, %d plots, cells".formatted(out, others, plots));
    console.out().println("See it: open " + out.resolve("report.html") + " in a browser");
  }

  private static Consumer<Cell> step(Display display) {
    return cell -> display.step(Visible.of(cell.key().contender() + " on " + cell.key().task()));
  }

  private List<String> words() {
    return spec.commandLine().getParseResult().originalArgs();
  }

  private String command() {
    return "patchbay "
        + words().stream()
            .map(
                word ->
                    word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
  }
}
