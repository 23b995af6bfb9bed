package dev.patchbay.core.study;

import dev.patchbay.core.discovery.Workspace;
import dev.patchbay.core.engine.TensorEngine;
import dev.patchbay.core.plugin.PluginCatalog;
import dev.patchbay.core.report.PeakMemory;
import dev.patchbay.core.run.CircuitDiscovery;
import dev.patchbay.core.study.CellFiles.Finished;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Compares strategies: runs a study case by case. Each finished case is a file at once; what fails
 * is told in its cell and stops no other.
 */
public final class Comparison {

  private final PluginCatalog catalog;
  private final CircuitDiscovery discovery;

  /**
   * @param discovery says which metric and ablation suit a task
   */
  public Comparison(PluginCatalog catalog, CircuitDiscovery discovery) {
    this.catalog = catalog;
    this.discovery = discovery;
  }

  /** How many cases a study has. */
  public int count(Study study) {
    return Case.of(study, catalog, discovery).size();
  }

  /**
   * Runs a study.
   *
   * @param command what asks it again, for the report
   * @param folder where cells are kept; those of equal cases that are there already are taken
   *     instead of being measured again, if {@code resume}
   * @param each told of every cell, as it is finished or taken
   * @throws PatchbayException if a plug-in does not exist, the folder cannot be written, or the
   *     user stops it: what is finished stays
   */
  public Results run(
      Study study,
      String command,
      Path folder,
      boolean resume,
      Progress progress,
      Consumer<Cell> each) {
    List<Case> cases = Case.of(study, catalog, discovery);
    CellFiles files = new CellFiles(folder.resolve("cells"));
    Map<Case, Finished> finished = new LinkedHashMap<>();
    if (resume) {
      cases.forEach(of -> files.read(of).ifPresent(found -> finished.put(of, found)));
    }
    finished.values().forEach(found -> each.accept(found.cell()));
    Map<Cell.Key, List<Case>> settings = new LinkedHashMap<>();
    for (Case of : cases) {
      if (!finished.containsKey(of)) {
        settings.computeIfAbsent(of.key().setting(), s -> new ArrayList<>()).add(of);
      }
    }
    settings.forEach(
        (setting, some) ->
            measure(
                study,
                setting,
                some,
                progress,
                (of, found) -> {
                  files.write(found);
                  finished.put(of, found);
                  each.accept(found.cell());
                }));
    List<Finished> inOrder = cases.stream().map(finished::get).toList();
    TensorEngine engine = TensorEngine.start(0);
    return new Results(
        study,
        command,
        inOrder.stream().map(Finished::cell).toList(),
        inOrder.stream().map(Finished::timing).toList(),
        engine.name(),
        engine.threads());
  }

  private interface Taker {
    void take(Case of, Finished found);
  }

  private void measure(
      Study study, Cell.Key setting, List<Case> cases, Progress progress, Taker taker) {
    List<String> strategies = cases.stream().flatMap(of -> of.sweep().runs().stream()).toList();
    try (Workspace workspace =
        Workspace.open(Case.request(study, setting), strategies, catalog, progress)) {
      CellRun run = new CellRun(study, workspace, progress);
      for (Case of : cases) {
        progress.throwIfStopped();
        Cell cell = attempt(of, run);
        taker.take(
            of, new Finished(cell, new Timing(run.seconds(of), PeakMemory.bytes().orElse(0))));
      }
    } catch (PatchbayException e) {
      // The setting itself: its model, its prompts.
      if (e.kind() == PatchbayException.Kind.INTERRUPTED) {
        throw e;
      }
      cases.forEach(
          of ->
              taker.take(
                  of,
                  new Finished(
                      Cell.without(of, Cell.Status.FAILED, firstLine(e)), new Timing(0, 0))));
    }
  }

  private static Cell attempt(Case of, CellRun run) {
    try {
      return run.cell(of);
    } catch (PatchbayException e) {
      if (e.kind() == PatchbayException.Kind.INTERRUPTED) {
        throw e;
      }
      Cell.Status status = e.getCause() == null ? Cell.Status.REFUSED : Cell.Status.FAILED;
      return Cell.without(of, status, firstLine(e));
    }
  }

  private static String firstLine(PatchbayException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
