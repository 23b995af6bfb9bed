package dev.patchbay.core.study;

import dev.patchbay.core.discovery.Workspace;
import dev.patchbay.core.engine.TensorEngine;
import dev.patchbay.core.plugin.PluginCatalog;
import dev.patchbay.core.report.PeakMemory;
import dev.patchbay.core.run.CircuitDiscovery;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.study.CellFiles.Finished;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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
    CellFiles files = files(folder);
    Map<Case, Finished> finished = new HashMap<>();
    if (resume) {
      cases.forEach(of -> files.read(of).ifPresent(found -> finished.put(of, found)));
    }
    finished.values().forEach(found -> each.accept(found.cell()));
    List<Case> left = cases.stream().filter(of -> !finished.containsKey(of)).toList();
    measure(
        study,
        left,
        of -> true,
        progress,
        (of, found) -> {
          files.write(found);
          finished.put(of, found);
          each.accept(found.cell());
        });
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

  private static CellFiles files(Path folder) {
    return new CellFiles(folder.resolve("cells"));
  }

  /**
   * Makes ready for processes that {@link #share} a study.
   *
   * @param resume whether finished cells stay
   * @return tells how many cells are finished by now
   */
  public IntSupplier divide(Study study, Path folder, boolean resume) {
    List<Case> cases = Case.of(study, catalog, discovery);
    CellFiles files = files(folder);
    files.forgetClaims();
    if (!resume) {
      cases.forEach(files::remove);
    }
    return () -> (int) cases.stream().filter(files::has).count();
  }

  /** Measures what no other process has claimed; any number of processes may do so at once. */
  public void share(Study study, Path folder, Progress progress) {
    CellFiles files = files(folder);
    List<Case> left =
        Case.of(study, catalog, discovery).stream().filter(of -> !files.has(of)).toList();
    measure(study, left, files::claim, progress, (of, found) -> files.write(found));
  }

  private interface Taker {
    void take(Case of, Finished found);
  }

  private void measure(
      Study study, List<Case> cases, Predicate<Case> mine, Progress progress, Taker taker) {
    Map<String, Answer> given = new HashMap<>();
    study.given().forEach(g -> given.put(g.name(), Answer.of(g)));
    Map<Cell.Key, List<Case>> settings = new LinkedHashMap<>();
    cases.forEach(
        of -> settings.computeIfAbsent(of.key().setting(), s -> new ArrayList<>()).add(of));
    settings.forEach(
        (setting, some) -> {
          List<Case> left = new ArrayList<>(some);
          try {
            measure(study, left, given, mine, progress, taker);
          } catch (PatchbayException e) {
            // The setting itself: its model, its prompts.
            if (e.kind() == PatchbayException.Kind.INTERRUPTED) {
              throw e;
            }
            left.stream()
                .filter(mine)
                .forEach(of -> taker.take(of, failed(of, Cell.Status.FAILED, e)));
          }
        });
  }

  /** Takes every case off the list that it is done with. */
  private void measure(
      Study study,
      List<Case> left,
      Map<String, Answer> given,
      Predicate<Case> mine,
      Progress progress,
      Taker taker) {
    List<String> strategies =
        left.stream()
            .filter(of -> !given.containsKey(of.sweep().words()))
            .flatMap(of -> of.sweep().runs().stream())
            .collect(Collectors.toCollection(ArrayList::new));
    if (!study.examine().estimates().isEmpty()) {
      strategies.addAll(Estimates.EXACT.runs());
    }
    RunRequest request = Case.request(study, left.get(0).key());
    try (Workspace workspace = Workspace.open(request, strategies, catalog, progress)) {
      CellRun run = new CellRun(study, workspace, given, progress);
      while (!left.isEmpty()) {
        progress.throwIfStopped();
        Case of = left.get(0);
        if (mine.test(of)) {
          taker.take(of, attempt(of, run));
        }
        left.remove(0);
      }
    }
  }

  private static Finished attempt(Case of, CellRun run) {
    try {
      Cell cell = run.cell(of);
      return new Finished(cell, new Timing(run.seconds(of), PeakMemory.bytes().orElse(0)));
    } catch (PatchbayException e) {
      if (e.kind() == PatchbayException.Kind.INTERRUPTED) {
        throw e;
      }
      return failed(of, e.getCause() == null ? Cell.Status.REFUSED : Cell.Status.FAILED, e);
    }
  }

  private static Finished failed(Case of, Cell.Status status, PatchbayException e) {
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new Finished(Cell.without(of, status, reason), new Timing(0, 0));
  }
}
