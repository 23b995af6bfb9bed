package dev.patchbay.study;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.core.discovery.Workspace;
import dev.patchbay.engine.memory.PeakMemory;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.ComparedCell.Status;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.study.CellFiles.Finished;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Measures cases, setting by setting: a model is loaded once for all that is asked of it. */
final class Measurement {

  private final Study study;
  private final PluginCatalog catalog;
  private final CellKeys keys;
  private final Progress progress;
  private final Map<String, ContenderResult> given = new HashMap<>();

  /**
   * @throws PatchbayException if scores that the study names cannot be read
   */
  Measurement(Study study, PluginCatalog catalog, CellKeys keys, Progress progress) {
    this.study = study;
    this.catalog = catalog;
    this.keys = keys;
    this.progress = progress;
    study.given().forEach(g -> given.put(g.name(), ContenderResult.of(g, progress::note)));
  }

  /**
   * Measures.
   *
   * @param mine asked of each case when its turn comes
   * @param each told of each cell
   */
  void of(List<Case> cases, Predicate<Case> mine, Consumer<Finished> each) {
    Map<Cell.Key, List<Case>> settings = new LinkedHashMap<>();
    for (Case of : cases) {
      settings.computeIfAbsent(of.key().setting(), s -> new ArrayList<>()).add(of);
    }
    for (List<Case> some : settings.values()) {
      // Claimed before its model is loaded: what ends the process then is this case's fault.
      Case first = next(some, mine);
      if (first != null) {
        measure(first, some, mine, each);
      }
    }
  }

  private static @Nullable Case next(List<Case> left, Predicate<Case> mine) {
    while (!left.isEmpty()) {
      Case of = left.remove(0);
      if (mine.test(of)) {
        return of;
      }
    }
    return null;
  }

  /** Measures cases of one setting, the first of which is this process's already. */
  private void measure(
      Case first, List<Case> others, Predicate<Case> mine, Consumer<Finished> each) {
    Case of = first;
    Cell.Key setting = first.key().setting();
    try (Workspace workspace =
        Workspace.open(keys.request(setting), keys.strategies(setting), catalog, progress)) {
      CellRun run = new CellRun(study, workspace, given, progress);
      while (of != null) {
        progress.throwIfStopped();
        each.accept(attempt(of, run, keys.of(of, workspace.key())));
        of = next(others, mine);
      }
    } catch (RuntimeException | Error e) {
      // The setting itself: its model, its prompts.
      throwIfInterrupted(e);
      while (of != null) {
        each.accept(Finished.without(of, Status.FAILED, Map.of(), reason(of, e)));
        of = next(others, mine);
      }
    }
  }

  private static Finished attempt(Case of, CellRun run, Map<String, String> key) {
    try {
      Cell cell = run.cell(of);
      return new Finished(cell, new Timing(run.seconds(of), PeakMemory.bytes().orElse(0)), key);
    } catch (RuntimeException | Error e) {
      throwIfInterrupted(e);
      boolean refused = e instanceof PatchbayException && e.getCause() == null;
      return Finished.without(of, refused ? Status.REFUSED : Status.FAILED, key, reason(of, e));
    }
  }

  private static void throwIfInterrupted(Throwable e) {
    if (e instanceof PatchbayException known
        && known.kind() == PatchbayException.Kind.INTERRUPTED) {
      throw known;
    }
  }

  /** Why a case came to nothing: whatever is thrown is its own, and stops no other. */
  private static String reason(Case of, Throwable e) {
    String words = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    if (e instanceof PatchbayException) {
      return words;
    }
    return "Measuring '%s' stopped with %s."
        .formatted(
            of.sweep().words(),
            e.getClass().getName() + (e.getMessage() == null ? "" : ": " + words));
  }
}
