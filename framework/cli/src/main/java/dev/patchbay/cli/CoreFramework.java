package dev.patchbay.cli;

import dev.patchbay.catalog.Chosen;
import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginIssue;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.catalog.PluginLoader;
import dev.patchbay.core.discovery.FirstRun;
import dev.patchbay.core.discovery.ModelCard;
import dev.patchbay.core.discovery.TaskPreview;
import dev.patchbay.core.discovery.Tokenization;
import dev.patchbay.core.journal.SearchJournal;
import dev.patchbay.core.report.FolderLock;
import dev.patchbay.core.report.ReportFiles;
import dev.patchbay.core.report.ReportJson;
import dev.patchbay.core.report.ResultsFiles;
import dev.patchbay.core.report.ScoreFile;
import dev.patchbay.core.run.Journal;
import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.core.run.RunPlan;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.wiring.Patchbay;
import dev.patchbay.engine.EngineFacts;
import dev.patchbay.model.prompts.PromptFile;
import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.export.ExporterProvider;
import dev.patchbay.spi.plugin.Plugin;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.study.Comparison;
import dev.patchbay.study.exam.Exam;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The framework as it is: the catalog, the run and the files of the core. */
final class CoreFramework implements Framework {

  /** How a plug-in of each kind is chosen on the command line. */
  private static final Map<PluginKind<?>, String> USAGE =
      Map.of(
          PluginKind.STRATEGY, "--strategy NAME",
          PluginKind.METRIC, "--metric NAME",
          PluginKind.ABLATION, "--ablation NAME",
          PluginKind.TASK, "--task NAME",
          PluginKind.KNOWN_CIRCUIT, "truth TASK",
          PluginKind.EXPORTER, "export --format NAME",
          PluginKind.RESULTS_EXPORTER, "export results.json --format NAME");

  private static final String BY_ITSELF = "found by what --model gives";

  private final PluginCatalog catalog;

  CoreFramework(List<Path> pluginFolders) {
    this.catalog = PluginLoader.load(pluginFolders);
  }

  @Override
  public PluginListing plugins() {
    return new PluginListing(
        PluginKind.ALL.stream().map(this::section).toList(),
        catalog.issues().stream().map(CoreFramework::sentence).toList());
  }

  private PluginListing.Section section(PluginKind<?> kind) {
    String plural = kind.plural();
    return new PluginListing.Section(
        plural.substring(0, 1).toUpperCase(Locale.ROOT) + plural.substring(1),
        USAGE.getOrDefault(kind, BY_ITSELF),
        List.<Plugin>copyOf(catalog.all(kind).values()));
  }

  private static String sentence(PluginIssue issue) {
    return "%s in %s: %s.".formatted(issue.plugin(), issue.origin(), issue.reason());
  }

  @Override
  public Optional<String> bos(RunRequest request, Progress progress) {
    return request
        .prompts()
        .map(PromptFile::read)
        .filter(PromptFile::hasTextPrompts)
        .map(
            file ->
                BosWords.of(
                    request.bos(), tokenization().bos(request.model(), request.bos(), progress)));
  }

  @Override
  public Tokenization tokenization() {
    return Patchbay.with(catalog).tokenization();
  }

  @Override
  public TaskPreview tasks() {
    return Patchbay.with(catalog).tasks();
  }

  @Override
  public List<String> modelNames() {
    return ModelCard.names(catalog);
  }

  @Override
  public ModelCard model(String reference) {
    return ModelCard.of(reference, catalog);
  }

  @Override
  public EngineFacts engine() {
    return EngineFacts.ask();
  }

  @Override
  public Exam exam(List<String> models) {
    return Exam.on(models, catalog);
  }

  @Override
  public Comparison comparison() {
    return new Comparison(catalog, Patchbay.with(catalog).discovery());
  }

  @Override
  public FirstRun first(
      RunRequest request, boolean openStrategy, boolean openTask, Progress progress) {
    return FirstRun.of(request, openStrategy, openTask, catalog, progress);
  }

  @Override
  public RunRequest settled(RunRequest request) {
    return Patchbay.with(catalog).discovery().settled(request);
  }

  @Override
  public RunPlan plan(RunRequest request, Progress progress) {
    return Patchbay.with(catalog).discovery().plan(request, progress);
  }

  @Override
  public RunOutcome discover(RunRequest request, Optional<Journal> journal, Progress progress) {
    return Patchbay.with(catalog).discovery().run(request, journal, progress);
  }

  @Override
  public Output output(Path folder) {
    ReportFiles.RunFolder ready = reports().open(folder);
    FolderLock lock = FolderLock.of(folder);
    return new Output() {
      @Override
      public Path journal() {
        return folder.resolve("search.journal");
      }

      @Override
      public List<Path> write(RunOutcome outcome) {
        List<Path> files = ready.write(outcome);
        SearchJournal.remove(journal());
        return files;
      }

      @Override
      public void close() {
        lock.close();
      }
    };
  }

  @Override
  public CircuitReport read(Path report) {
    return ReportJson.read(report);
  }

  @Override
  public ScoreFile.Contents scores(
      Path file, Optional<ScoreFile.Sign> sign, Consumer<String> notes) {
    return ScoreFile.read(file, sign, notes);
  }

  @Override
  public void export(CircuitReport report, String format, Path file) {
    reports().export(report, format, file);
  }

  @Override
  public List<Path> showResults(Path results) {
    return Patchbay.with(catalog).results().write(results);
  }

  @Override
  public boolean holdsResults(Path file) {
    return ResultsFiles.holdsResults(file);
  }

  @Override
  public void exportResults(Path results, String format, Path target) {
    Patchbay.with(catalog).results().export(results, format, target);
  }

  @Override
  public Exporter exporter(String format) {
    Chosen<ExporterProvider> chosen = catalog.choose(PluginKind.EXPORTER, format);
    return chosen.provider().create(chosen.options());
  }

  private ReportFiles reports() {
    return Patchbay.with(catalog).reports();
  }
}
