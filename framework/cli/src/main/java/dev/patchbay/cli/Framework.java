package dev.patchbay.cli;

import dev.patchbay.core.discovery.FirstRun;
import dev.patchbay.core.discovery.ModelCard;
import dev.patchbay.core.discovery.TaskPreview;
import dev.patchbay.core.discovery.Tokenization;
import dev.patchbay.core.report.ScoreFile;
import dev.patchbay.core.run.Journal;
import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.core.run.RunPlan;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.engine.EngineFacts;
import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.study.Comparison;
import dev.patchbay.study.exam.Exam;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** All that the commands ask of what lies behind them. */
interface Framework {

  /** Which plug-ins are there? */
  PluginListing plugins();

  /**
   * What stands before prompts that are text, in words; nothing where none is.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if the request's file of prompts cannot be
   *     read, or is text that its model has no tokenizer for
   */
  Optional<String> bos(RunRequest request, Progress progress);

  /** How a model reads texts. */
  Tokenization tokenization();

  /** What tasks ask. */
  TaskPreview tasks();

  /** The models that are known by name. */
  List<String> modelNames();

  /**
   * What a model is, from its configuration alone.
   *
   * @param reference a name or a folder
   * @throws dev.patchbay.spi.plugin.PatchbayException if there is none, or nothing reads it
   */
  ModelCard model(String reference);

  /** What the tensor engine is; it is started for that. */
  EngineFacts engine();

  /**
   * Strategies against models whose circuit is known.
   *
   * @param models empty for each that has one
   */
  Exam exam(List<String> models);

  /** Strategies against one another. */
  Comparison comparison();

  /**
   * A run whose strategy or task nobody named, with those that suit its model.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if there is no such model
   */
  FirstRun first(RunRequest request, boolean openStrategy, boolean openTask, Progress progress);

  /**
   * The same request, with the metric and the ablation that it leaves open.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if there is no such task
   */
  RunRequest settled(RunRequest request);

  /**
   * What a run of this request is about to do.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException as the run itself, before it reads a weight
   */
  RunPlan plan(RunRequest request, Progress progress);

  /** Finds a circuit; with a journal, if it is searched for. */
  RunOutcome discover(RunRequest request, Optional<Journal> journal, Progress progress);

  /**
   * Makes a folder ready for a run's files, before the run, and keeps it for this run alone until
   * it is closed.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if it cannot be written, or another run has
   *     it
   */
  Output output(Path folder);

  /** Reads a {@code report.json}. */
  CircuitReport read(Path report);

  /**
   * Reads edge scores that we or a peer wrote, and the circuit that they come with.
   *
   * @param sign of what they are changes; nothing if the file says so itself
   * @param notes is told what of the file is not read
   */
  ScoreFile.Contents scores(Path file, Optional<ScoreFile.Sign> sign, Consumer<String> notes);

  /** Writes a report to a file, whole or not at all. */
  void export(CircuitReport report, String format, Path file);

  /** Writes a comparison's page and plots beside its {@code results.json}, and says which. */
  List<Path> showResults(Path results);

  /** Whether a file holds the results of a comparison. */
  boolean holdsResults(Path file);

  /**
   * Shows the results of a comparison.
   *
   * @param target a file, or a folder for formats that make several files
   */
  void exportResults(Path results, String format, Path target);

  /**
   * The exporter of this name.
   *
   * @param format a name with options, as for {@code --format}
   */
  Exporter exporter(String format);

  /** A folder that is ready for a run's files. */
  interface Output extends AutoCloseable {

    /** Where a search keeps its journal until the files are written. */
    Path journal();

    /** Writes them and says which, the report first. */
    List<Path> write(RunOutcome outcome);

    @Override
    void close();
  }

  /** Opens the framework: finds plug-ins, runs nothing. */
  @FunctionalInterface
  interface Opening {

    /** The framework with the plug-ins of the class path and of these folders of jars. */
    Framework open(List<Path> pluginFolders);
  }
}
