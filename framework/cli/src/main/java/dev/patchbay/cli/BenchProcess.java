package dev.patchbay.cli;

import dev.patchbay.bench.BenchSize;
import dev.patchbay.bench.Benchmark;
import dev.patchbay.bench.Measurement;
import dev.patchbay.bench.SizeCost;
import dev.patchbay.model.process.JavaProcess;
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

/** Measures in processes of their own, started like this one. */
final class BenchProcess {

  private static final long POLL_MILLIS = 100;

  private final boolean debug;

  /**
   * @param debug whether a failure comes with where it came from
   */
  BenchProcess(boolean debug) {
    this.debug = debug;
  }

  /** One benchmark's figures. */
  Measurement measure(Benchmark benchmark, BenchSize size, Progress progress) throws IOException {
    String answer = answer(progress, benchmark.label(), size.label(), benchmark.label());
    return BenchJson.read(answer).get(0);
  }

  /** What a model of this size costs. */
  SizeCost cost(BenchSize size, Progress progress) throws IOException {
    return SizesJson.read(answer(progress, size.label(), size.label()));
  }

  /**
   * Waits for a process; what it says of its progress is passed on.
   *
   * @throws PatchbayException if it fails, or progress says stop; the process is ended then
   */
  private String answer(Progress progress, String what, String... words) throws IOException {
    Path answer = Files.createTempFile("patchbay-bench", ".json");
    Path complaint = Files.createTempFile("patchbay-bench", ".txt");
    List<String> arguments = new ArrayList<>(List.of(answer.toString(), Boolean.toString(debug)));
    arguments.addAll(List.of(words));
    List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
    Process process =
        JavaProcess.of(BenchChild.class, options, arguments.toArray(String[]::new))
            .redirectError(complaint.toFile())
            .start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        progress.throwIfStopped();
        while (lines.ready()) {
          BenchChild.hear(String.valueOf(lines.readLine()), progress);
        }
      }
      lines.lines().forEach(line -> BenchChild.hear(line, progress));
      progress.throwIfStopped();
      if (process.exitValue() != 0) {
        throw PatchbayException.failed(
            "The process of '%s' ended with code %s: %s"
                .formatted(what, process.exitValue(), Files.readString(complaint).strip()),
            "Add --debug to see where it failed.");
      }
      return Files.readString(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PatchbayException.interrupted();
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(answer);
      Files.deleteIfExists(complaint);
    }
  }
}
