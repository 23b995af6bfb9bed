package dev.patchbay.cli;

import dev.patchbay.benchmarks.BenchSize;
import dev.patchbay.benchmarks.Benchmark;
import dev.patchbay.benchmarks.Measurement;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import java.io.BufferedReader;
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
   * Waits for its figures; what it says of its progress is passed on.
   *
   * @param debug whether a failure comes with where it came from
   * @throws PatchbayException if it fails, or progress says stop; the process is ended then
   */
  static Measurement measure(Benchmark benchmark, BenchSize size, boolean debug, Progress progress)
      throws IOException {
    Path answer = Files.createTempFile("patchbay-bench", ".json");
    Path complaint = Files.createTempFile("patchbay-bench", ".txt");
    Process process =
        new ProcessBuilder(command(benchmark, size, answer, debug))
            .redirectError(complaint.toFile())
            .start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      boolean running = true;
      while (running) {
        progress.throwIfStopped();
        running = !process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        while (lines.ready()) {
          BenchChild.hear(String.valueOf(lines.readLine()), progress);
        }
      }
      progress.throwIfStopped();
      if (process.exitValue() != 0) {
        throw PatchbayException.failed(
            "The process of '%s' ended with code %d: %s"
                .formatted(
                    benchmark.label(), process.exitValue(), Files.readString(complaint).strip()),
            "Add --debug to see where, or measure it with --no-apart.");
      }
      return BenchJson.read(Files.readString(answer)).get(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PatchbayException.interrupted();
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(answer);
      Files.deleteIfExists(complaint);
    }
  }

  private static List<String> command(
      Benchmark benchmark, BenchSize size, Path answer, boolean debug) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), BenchChild.class.getName()));
    words.addAll(
        List.of(benchmark.label(), size.label(), answer.toString(), Boolean.toString(debug)));
    return words;
  }
}
