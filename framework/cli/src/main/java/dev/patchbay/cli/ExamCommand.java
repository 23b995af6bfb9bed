package dev.patchbay.cli;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.core.report.FolderLock;
import dev.patchbay.core.report.OutputFolder;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.spi.report.ComparedCell.Status;
import dev.patchbay.study.Comparison;
import dev.patchbay.study.Results;
import dev.patchbay.study.Study;
import dev.patchbay.study.exam.Exam;
import dev.patchbay.study.exam.ExamCell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tries every strategy on every model whose circuit is known. */
@Command(
    name = "exam",
    abbreviateSynopsis = true,
    description = {
      "Tests strategies on models whose circuit is known to the edge: areas under the ROC"
          + " curve, precision and recall, and what they cost."
    },
    footer = {
      "",
      "Examples:",
      "  patchbay exam",
      "  patchbay exam --model induction --strategy eap --strategy acdc --out exam"
    })
final class ExamCommand implements Callable<Integer> {

  private final Console console;
  private final Supplier<PluginCatalog> catalog;
  private final Supplier<Comparison> comparison;
  private final Interruption interruption;

  @Option(
      names = "--strategy",
      paramLabel = "S[:KEY=VALUE,...]",
      description =
          "A strategy to try; may be given again (default: every strategy, and a variant each of"
              + " acdc and exact). A search without a threshold runs at each of a grid.")
  private List<String> strategies = new ArrayList<>();

  @Option(
      names = "--model",
      paramLabel = "M",
      description =
          "A model to try them on; may be given again (default: each known by name that has a"
              + " known circuit, and some again with options that make them harder).")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--metric",
      paramLabel = "X[:KEY=VALUE,...]",
      description = "What is measured (default: what suits each task).")
  private Optional<String> metric = Optional.empty();

  @Option(
      names = "--ablation",
      paramLabel = "A[:KEY=VALUE,...]",
      description =
          "What stands in for an absent edge (default: what suits each task, patching for most).")
  private Optional<String> ablation = Optional.empty();

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      description = "float32 or float64 (default: ${DEFAULT-VALUE}).")
  private String dtype = "float32";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything that is random (default: ${DEFAULT-VALUE}).")
  private long seed = RunRequest.DEFAULT.seed();

  @Option(names = "--json", description = "Print one JSON object instead of the tables.")
  private boolean json;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also write exam.json and exam.md there (default: nothing is written).")
  private Optional<Path> out = Optional.empty();

  ExamCommand(
      Console console,
      Interruption interruption,
      Supplier<PluginCatalog> catalog,
      Supplier<Comparison> comparison) {
    this.console = console;
    this.catalog = catalog;
    this.comparison = comparison;
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    Exam exam = Exam.on(models, catalog.get());
    List<String> chosen = strategies.isEmpty() ? exam.strategies() : strategies;
    ModelForm form = ModelForm.plain(DiscoverOptions.dataType(dtype));
    Study study = exam.study(chosen, metric, ablation, form, seed);
    Optional<FolderLock> lock = out.map(FolderLock::of);
    try {
      List<ExamCell> cells = exam.cells(results(study, comparison.get()));
      ExamPage page = new ExamPage(cells);
      console.answer(
          json, () -> ExamJson.of(cells), () -> page.lines(console.paint(), console.room()));
      out.ifPresent(folder -> write(OutputFolder.open(folder), cells, page));
      // What a strategy refuses is a result; what fails is none.
      return cells.stream().anyMatch(cell -> cell.cell().status() == Status.FAILED) ? 1 : 0;
    } finally {
      lock.ifPresent(FolderLock::close);
    }
  }

  private static void write(OutputFolder folder, List<ExamCell> cells, ExamPage page) {
    String json = ExamJson.of(cells) + "\n";
    String markdown = String.join("\n", page.markdown()) + "\n";
    folder.put("exam.json", file -> file.write(json.getBytes(StandardCharsets.UTF_8)));
    folder.put("exam.md", file -> file.write(markdown.getBytes(StandardCharsets.UTF_8)));
  }

  private Results results(Study study, Comparison comparison) {
    interruption.listen(console.err());
    try (Display display = Display.on(console, interruption::requested)) {
      display.start("exam", comparison.count(study));
      return comparison.run(
          study,
          "patchbay exam",
          display.within(),
          cell -> display.step(cell.key().strategy() + " on " + cell.key().model()));
    }
  }
}
