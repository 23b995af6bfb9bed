package dev.patchbay.cli;

import dev.patchbay.bench.BenchSize;
import dev.patchbay.bench.Benchmark;
import dev.patchbay.bench.Measurement;
import dev.patchbay.bench.SizeCost;
import dev.patchbay.bench.Workbench;
import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The other end of {@link BenchProcess}: measures one thing, says on the standard output how far it
 * is, and leaves its figures in a file.
 */
final class BenchChild {

  /** What a line begins with; the rest follows a tab each. */
  private static final String START = "start";

  private static final String STEP = "step";

  private BenchChild() {}

  /** The file, whether to show where an error came from, the size; then a benchmark or nothing. */
  public static void main(String[] words) {
    ParentWatch.begin(System.in);
    Console console = Console.ofProcess();
    try {
      BenchSize size = BenchSize.of(words[2]);
      Progress progress = told(console.out());
      Files.writeString(
          Path.of(words[0]),
          words.length == 3
              ? Json.text(SizeCost.measure(size, progress))
              : benchmark(words[3], size, progress));
    } catch (IOException | RuntimeException | LinkageError e) {
      Failure failure = Failure.of(e);
      console.err().println(failure.text());
      if (Boolean.parseBoolean(words[1])) {
        e.printStackTrace(console.err());
      }
      System.exit(failure.exitCode());
    }
  }

  private static String benchmark(String label, BenchSize size, Progress progress) {
    try (Workbench bench = Workbench.open(size)) {
      Measurement measured = Benchmark.of(label).measure(bench, progress);
      return BenchJson.of(List.of(measured), BenchBaseline.NONE);
    }
  }

  private static Progress told(PrintStream out) {
    return new Progress() {
      @Override
      public void start(String phase, long steps) {
        out.println(String.join("\t", START, Long.toString(steps), phase));
      }

      @Override
      public void step(String status) {
        out.println(STEP + "\t" + status);
      }

      @Override
      public boolean stopRequested() {
        return false; // its parent ends it
      }
    };
  }

  /** Passes on what a line says. */
  static void hear(String line, Progress progress) {
    String[] words = line.split("\t", -1);
    if (words[0].equals(START) && words.length == 3) {
      progress.start(words[2], Long.parseLong(words[1]));
    } else if (words[0].equals(STEP) && words.length == 2) {
      progress.step(words[1]);
    }
  }
}
