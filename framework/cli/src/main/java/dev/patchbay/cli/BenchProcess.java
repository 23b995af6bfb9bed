package dev.patchbay.cli;

import dev.patchbay.benchmarks.Benchmark;
import dev.patchbay.benchmarks.Measurement;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One benchmark in a process of its own, started like this one. */
final class BenchProcess {

  private static final long POLL_MILLIS = 100;

  private BenchProcess() {}

  /**
   * Waits for its figures.
   *
   * @param debug whether a failure comes with where it came from
   * @throws PatchbayException if it fails, or progress says stop; the process is ended then
   */
  static Measurement measure(Benchmark benchmark, boolean debug, Progress progress)
      throws IOException {
    Path answer = Files.createTempFile("patchbay-bench", ".json");
    Path complaint = Files.createTempFile("patchbay-bench", ".txt");
    Process process =
        new ProcessBuilder(command(benchmark, debug))
            .redirectOutput(answer.toFile())
            .redirectError(complaint.toFile())
            .start();
    try {
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        progress.throwIfStopped();
      }
      progress.throwIfStopped();
      if (process.exitValue() != 0) {
        throw PatchbayException.failed(
            "The process of '%s' ended with code %d: %s"
                .formatted(
                    benchmark.label(), process.exitValue(), Files.readString(complaint).strip()),
            "Measure it with --one-process --debug to see more.");
      }
      return BenchJson.read(Files.readString(answer, StandardCharsets.UTF_8)).get(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PatchbayException.interrupted();
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(answer);
      Files.deleteIfExists(complaint);
    }
  }

  private static List<String> command(Benchmark benchmark, boolean debug) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    words.addAll(
        List.of(
            "-Dpatchbay.terminal=",
            "-cp",
            System.getProperty("java.class.path"),
            Patchbay.class.getName(),
            "bench",
            benchmark.label(),
            "--one-process",
            "--json"));
    if (debug) {
      words.add("--debug");
    }
    return words;
  }
}
