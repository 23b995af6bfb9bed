package dev.patchbay.study;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.ComparedCell.Status;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.study.CellFiles.Finished;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The cases of one study and their cells in one folder. */
public final class StudyRun {

  private final Study study;
  private final List<Case> cases;
  private final CellKeys keys;
  private final Measurement measurement;
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
    this.cases = cases;
    this.keys = new CellKeys(study, catalog, cases, memory, progress);
    this.measurement = new Measurement(study, catalog, keys, progress);
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
      return Optional.of("damaged or incomplete");
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

  /** How many cases are finished. */
  public int finished() {
    return (int) cases.stream().filter(files::has).count();
  }

  /** How many cases nobody has begun. */
  public int left() {
    return open().size();
  }

  /** Cases that are neither finished nor claimed. */
  private List<Case> open() {
    return cases.stream().filter(of -> !files.has(of) && !files.isClaimed(of)).toList();
  }

  /** Claims a case, for other processes to leave it alone; whether none has claimed it before. */
  boolean claim(Case of) {
    return files.claim(of);
  }

  /**
   * A process has ended: what it had begun has failed.
   *
   * @param process its number
   * @param how it ended: "was killed"
   * @return how many cases that are
   */
  public int ended(long process, String how) {
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
      files.write(Finished.without(of, Status.FAILED, Map.of(), reason));
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
    measurement.of(
        open(),
        mine,
        finished -> {
          files.write(finished);
          each.accept(finished.cell());
        });
  }

  /**
   * The results, when every case is finished.
   *
   * @throws PatchbayException if somebody took a cell away
   */
  Results results(String command) {
    return Results.of(study, command, cases.stream().map(this::cell).toList());
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
