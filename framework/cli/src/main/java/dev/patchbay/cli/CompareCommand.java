package dev.patchbay.cli;

import dev.patchbay.core.study.Cell;
import dev.patchbay.core.study.Comparison;
import dev.patchbay.core.study.Results;
import dev.patchbay.core.study.ResultsFiles;
import dev.patchbay.core.study.ResultsJson;
import dev.patchbay.core.study.Study;
import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
    Study study = options.study(file);
    Framework opened = framework.open(common.pluginFolders());
    Comparison comparison = opened.comparison();
    Results results = run(comparison, study);
    List<Path> files = new ArrayList<>(ResultsFiles.write(results, out));
    if (json) {
      ResultsJson.write(results, console.out());
      console.out().flush();
    } else {
      new ComparePage(results, console.paint()).lines().forEach(console.out()::println);
      console.out().println();
      files.forEach(written -> console.out().println("wrote " + written));
    }
    return 0;
  }

  private Results run(Comparison comparison, Study study) {
    int cases = comparison.count(study);
    interruption.listen(console.err());
    try (Display display = Display.on(console, interruption::requested)) {
      display.start("compare", cases);
      return comparison.run(
          study, command(), out, resume, within(display), cell -> display.step(words(cell)));
    }
  }

  private static String words(Cell cell) {
    return Visible.of(cell.key().contender() + " on " + cell.key().task());
  }

  private String command() {
    return "patchbay compare "
        + String.join(
            " ", spec.commandLine().getParseResult().originalArgs().stream().skip(1).toList());
  }

  /** What goes on inside a case shows nothing, but can be stopped and can say something. */
  private static Progress within(Display display) {
    return new Progress() {
      @Override
      public void start(String phase, long steps) {}

      @Override
      public void step(String status) {}

      @Override
      public boolean stopRequested() {
        return display.stopRequested();
      }
    };
  }
}
