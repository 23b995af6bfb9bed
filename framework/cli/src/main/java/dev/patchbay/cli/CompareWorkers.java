package dev.patchbay.cli;

import dev.patchbay.model.process.JavaProcess;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.study.StudyRun;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Processes like this one that share the cases of a study. */
final class CompareWorkers {

  private static final long POLL_MILLIS = 100;

  /** What a process that a signal ended answers, above the signal's number. */
  private static final int SIGNALLED = 128;

  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 9, "SIGKILL", 11,
          "SIGSEGV", 15, "SIGTERM");

  /** Of what a process said, the end: a failure has two lines. */
  private static final int LAST_LINES = 2;

  private static final int LONGEST = 1000;

  private final List<String> words;
  private final StudyRun division;
  private final Display display;
  private final List<Worker> workers = new ArrayList<>();

  private record Worker(Process process, Path said) {

    /** How it ended, as part of a sentence. */
    String end() throws IOException {
      int code = process.exitValue();
      String signal = SIGNALS.get(code - SIGNALLED);
      String how = signal == null ? "ended with exit code " + code : "was ended by " + signal;
      String last = last();
      return last.isEmpty() ? how : how + " (" + last + ")";
    }

    private String last() throws IOException {
      List<String> lines =
          new String(Files.readAllBytes(said), StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#")) // the Java machine's own
              .toList();
      String last =
          lines.stream()
              .skip(Math.max(0, lines.size() - LAST_LINES))
              .collect(Collectors.joining(" "));
      return Visible.of(last.substring(0, Math.min(LONGEST, last.length())));
    }
  }

  /**
   * @param words of each process's command line
   */
  CompareWorkers(List<String> words, StudyRun division, Display display) {
    this.words = List.copyOf(words);
    this.division = division;
    this.display = display;
  }

  /**
   * Waits until every case was begun and all processes have ended. One that ends over a case is
   * told, with its case as failed, and another takes its place.
   *
   * @throws PatchbayException if processes end before they begin a case, or the user stops it; they
   *     are ended then
   */
  void run(int count) throws IOException {
    String complaint = "";
    try {
      for (int i = 0; i < count; i++) {
        workers.add(start());
      }
      int told = 0;
      while (!workers.isEmpty()) {
        display.throwIfStopped();
        for (Worker worker : ended()) {
          complaint = bury(worker, complaint);
        }
        for (int now = division.finished(); told < now; told++) {
          display.step("");
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PatchbayException.interrupted();
    } finally {
      for (Worker worker : workers) {
        worker.process.destroyForcibly();
        Files.deleteIfExists(worker.said);
      }
    }
    if (division.left() > 0) {
      throw PatchbayException.failed(
          "Not every case was begun: a process of --jobs %s.".formatted(complaint),
          "Finished cases are kept: the same command with --resume and without --jobs goes on.");
    }
  }

  private List<Worker> ended() {
    List<Worker> ended = workers.stream().filter(worker -> !worker.process.isAlive()).toList();
    workers.removeAll(ended);
    return ended;
  }

  /** What is to be said if nobody goes on. */
  private String bury(Worker worker, String before) throws IOException {
    String end = worker.end();
    Files.deleteIfExists(worker.said);
    int failed = division.ended(worker.process.pid(), end);
    if (worker.process.exitValue() == 0 && failed == 0) {
      return before;
    }
    display.note("jobs: process %s %s".formatted(worker.process.pid(), end));
    if (failed > 0 && division.left() > 0) {
      workers.add(start());
    }
    return end;
  }

  private Worker start() throws IOException {
    List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
    Path said = Files.createTempFile("patchbay-job", ".txt");
    return new Worker(
        JavaProcess.of(Patchbay.class, options, words.toArray(String[]::new))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start(),
        said);
  }
}
