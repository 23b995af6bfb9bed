package dev.patchbay.study;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.core.discovery.Workspace;
import dev.patchbay.engine.PeakMemory;
import dev.patchbay.engine.TensorEngine;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.study.CellFiles.Finished;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The cases of one study and their cells in one folder. */
final class StudyRun {

  private final Study study;
  private final PluginCatalog catalog;
  private final List<Case> cases;
  private final Progress progress;
  private final Map<String, Answer> given = new HashMap<>();
  private final CellKeys keys;
  private final CellFiles files;

  /**
   * @param memory bytes that tensors may take; nothing for the usual share of the machine's
   * @throws PatchbayException if the folder cannot be written, or scores cannot be read
   */
  StudyRun(
      Study study,
      PluginCatalog catalog,
      List<Case> cases,
      Path folder,
      OptionalLong memory,
      Progress progress) {
    this.study = study;
    this.catalog = catalog;
    this.cases = cases;
    this.progress = progress;
    study.given().forEach(g -> given.put(g.name(), Answer.of(g, progress::note)));
    this.keys = new CellKeys(study, catalog, cases, memory, progress);
    this.files = new CellFiles(folder.resolve("cells"));
  }

  /** Takes every cell away, and every claim. */
  void beginAnew() {
    files.forgetClaims();
    cases.forEach(files::remove);
  }

  /**
   * Takes away the claims, and the cells that may not be taken for those of the cases.
   *
   * @param say told how many of them there are, and why
   * @throws PatchbayException if that cannot be known: a model or prompts are not there
   */
  void beginAgain(Consumer<String> say) {
    files.forgetClaims();
    Map<String, Integer> reasons = new LinkedHashMap<>();
    for (Case of : cases) {
      if (files.has(of)) {
        unusable(of)
            .ifPresent(
                reason -> {
                  files.remove(of);
                  reasons.merge(reason, 1, Integer::sum);
                });
      }
    }
    reasons.forEach(
        (reason, count) ->
            say.accept(
                "resume: %s of %s cells measured again: %s"
                    .formatted(Integer.toString(count), Integer.toString(cases.size()), reason)));
  }

  private Optional<String> unusable(Case of) {
    Optional<Finished> found = files.read(of);
    if (found.isEmpty()) {
      return Optional.of("damaged or not whole");
    }
    return switch (found.get().cell().status()) {
      case DONE -> CellKeys.difference(found.get().key(), keys.of(of));
      // With more memory, say, it may do now.
      case REFUSED -> Optional.of("refused before");
      case FAILED -> Optional.of("failed before");
    };
  }

  /** Cells that are there. */
  List<Cell> taken() {
    return cases.stream().flatMap(of -> files.read(of).stream()).map(Finished::cell).toList();
  }

  int finished() {
    return (int) cases.stream().filter(files::has).count();
  }

  /** Cases that are neither finished nor claimed. */
  List<Case> left() {
    return cases.stream().filter(of -> !files.has(of) && !files.isClaimed(of)).toList();
  }

  /** Claims a case, for other processes to leave it alone; whether none has claimed it before. */
  boolean claim(Case of) {
    return files.claim(of);
  }

  /**
   * Tells of the cases that a process had claimed when it ended that they failed.
   *
   * @param how it ended, as part of a sentence
   * @return how many there are
   */
  int fail(long process, String how) {
    return fail(of -> files.isClaimedBy(process, of), how);
  }

  /** When no process is left: what was claimed and is not finished has failed. */
  void failClaimed() {
    fail(files::isClaimed, "ended before the case was finished");
    files.forgetClaims();
  }

  private int fail(Predicate<Case> claimed, String how) {
    List<Case> undone = cases.stream().filter(of -> !files.has(of) && claimed.test(of)).toList();
    for (Case of : undone) {
      String reason = "The process that measured '%s' %s.".formatted(of.sweep().words(), how);
      files.write(without(of, Cell.Status.FAILED, Map.of(), reason));
    }
    return undone.size();
  }

  /**
   * Measures the cases that are left.
   *
   * @param mine asked of each case when its turn comes
   * @param each told of each cell when it is written
   */
  void measure(Predicate<Case> mine, Consumer<Cell> each) {
    Map<Cell.Key, List<Case>> settings = new LinkedHashMap<>();
    for (Case of : left()) {
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
  private void measure(Case first, List<Case> others, Predicate<Case> mine, Consumer<Cell> each) {
    Case of = first;
    Cell.Key setting = first.key().setting();
    try (Workspace workspace =
        Workspace.open(keys.request(setting), keys.strategies(setting), catalog, progress)) {
      CellRun run = new CellRun(study, workspace, given, progress);
      while (of != null) {
        progress.throwIfStopped();
        take(attempt(of, run, keys.of(of, workspace.key())), each);
        of = next(others, mine);
      }
    } catch (RuntimeException | Error e) {
      // The setting itself: its model, its prompts.
      throwIfInterrupted(e);
      while (of != null) {
        take(without(of, Cell.Status.FAILED, Map.of(), reason(of, e)), each);
        of = next(others, mine);
      }
    }
  }

  private void take(Finished finished, Consumer<Cell> each) {
    files.write(finished);
    each.accept(finished.cell());
  }

  private static Finished attempt(Case of, CellRun run, Map<String, String> key) {
    try {
      Cell cell = run.cell(of);
      return new Finished(cell, new Timing(run.seconds(of), PeakMemory.bytes().orElse(0)), key);
    } catch (RuntimeException | Error e) {
      throwIfInterrupted(e);
      boolean refused = e instanceof PatchbayException && e.getCause() == null;
      return without(of, refused ? Cell.Status.REFUSED : Cell.Status.FAILED, key, reason(of, e));
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

  private static Finished without(
      Case of, Cell.Status status, Map<String, String> key, String reason) {
    return new Finished(Cell.without(of, status, reason), new Timing(0, 0), key);
  }

  /**
   * The results, when every case is finished.
   *
   * @throws PatchbayException if somebody took a cell away
   */
  Results results(String command) {
    List<Finished> cells = cases.stream().map(this::cell).toList();
    TensorEngine engine = TensorEngine.start(0);
    return new Results(
        study,
        command,
        cells.stream().map(Finished::cell).toList(),
        cells.stream().map(Finished::timing).toList(),
        engine.name(),
        engine.threads());
  }

  private Finished cell(Case of) {
    return files
        .read(of)
        .orElseThrow(
            () ->
                PatchbayException.failed(
                    "The cell '%s' is not there any more.".formatted(of.id()),
                    "Leave the folder alone while it is in use, and run again with --resume."));
  }
}
