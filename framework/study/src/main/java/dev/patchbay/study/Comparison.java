package dev.patchbay.study;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.core.discovery.CircuitDiscovery;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.study.CellFiles.Finished;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Compares strategies: runs a study case by case. Each finished case is a file at once; what fails
 * is reported in its cell and does not stop the others.
 */
public final class Comparison {

  private final PluginCatalog catalog;
  private final CircuitDiscovery discovery;
  private final OptionalLong memory;

  /**
   * @param discovery says which metric and ablation suit a task
   */
  @Inject
  public Comparison(PluginCatalog catalog, CircuitDiscovery discovery) {
    this(catalog, discovery, OptionalLong.empty());
  }

  private Comparison(PluginCatalog catalog, CircuitDiscovery discovery, OptionalLong memory) {
    this.catalog = catalog;
    this.discovery = discovery;
    this.memory = memory;
  }

  /**
   * The same, in this much memory.
   *
   * @param bytes that a process's tensors may take; nothing for the usual share of the machine's
   */
  public Comparison within(OptionalLong bytes) {
    return new Comparison(catalog, discovery, bytes);
  }

  /** How many cases a study has. */
  public int count(Study study) {
    return Case.of(study, catalog, discovery).size();
  }

  /** What is told of progress. */
  public interface Watcher {

    /** A cell was finished, or is taken as it was. */
    void finished(Cell cell);

    /** Something that the user should know: a line. */
    void note(String words);
  }

  /**
   * Runs a study.
   *
   * @param command what asks it again, for the report
   * @param folder where cells are kept; those of equal cases, measured from equal files in an equal
   *     way, are taken instead of being measured again, if {@code resume}
   * @throws PatchbayException if a plug-in does not exist, the folder cannot be written, or the
   *     user stops it: what is finished stays
   */
  public Results run(
      Study study,
      String command,
      Path folder,
      boolean resume,
      Progress progress,
      Watcher watcher) {
    StudyRun run = divide(study, folder, resume, progress, watcher);
    run.taken().forEach(watcher::finished);
    run.measure(of -> true, watcher::finished);
    return run.results(command);
  }

  /**
   * Runs a study and keeps no file of it.
   *
   * @param each told of each cell
   * @throws PatchbayException if a plug-in does not exist, or the user stops it
   */
  public Results run(Study study, String command, Progress progress, Consumer<Cell> each) {
    List<Case> cases = Case.of(study, catalog, discovery);
    CellKeys keys = new CellKeys(study, catalog, cases, memory, progress);
    List<Finished> cells = new ArrayList<>();
    new Measurement(study, catalog, keys, progress)
        .of(
            cases,
            of -> true,
            finished -> {
              cells.add(finished);
              each.accept(finished.cell());
            });
    return Results.of(study, command, cells);
  }

  private StudyRun run(Study study, Path folder, Progress progress) {
    List<Case> cases = Case.of(study, catalog, discovery);
    return new StudyRun(study, catalog, cases, folder, memory, progress);
  }

  /**
   * Makes ready for other processes: they measure the cases, each of them calls {@link #share}.
   *
   * @param folder as for {@link #run}, and so are the others
   */
  public StudyRun divide(
      Study study, Path folder, boolean resume, Progress progress, Watcher watcher) {
    StudyRun run = run(study, folder, progress);
    if (resume) {
      run.beginAgain(watcher::note);
    } else {
      run.beginAnew();
    }
    return run;
  }

  /** The results when no process is left; whatever nobody has begun is measured here. */
  public Results finish(StudyRun divided, String command, Watcher watcher) {
    divided.failClaimed();
    divided.measure(of -> true, watcher::finished);
    return divided.results(command);
  }

  /** Measures what no other process has claimed; any number of processes may do so at once. */
  public void share(Study study, Path folder, Progress progress) {
    StudyRun run = run(study, folder, progress);
    run.measure(run::claim, cell -> {});
  }
}
