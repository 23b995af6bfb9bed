package dev.patchbay.cli;

import dev.patchbay.benchmarks.BenchSize;
import dev.patchbay.benchmarks.Benchmark;
import dev.patchbay.benchmarks.Workbench;
import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The other end of {@link BenchProcess}: measures one benchmark, says on the standard output how
 * far it is, and leaves its figures in a file.
 */
final class BenchChild {

  /** What a line begins with; the rest follows a tab each. */
  static final String START = "start";

  static final String STEP = "step";

  private BenchChild() {}

  /** The benchmark, the size, the file; then whether to show where an error came from. */
  public static void main(String[] words) {
    Console console = Console.ofProcess();
    try (Workbench bench = Workbench.open(BenchSize.of(words[1]))) {
      var measured = Benchmark.of(words[0]).measure(bench, told(console.out()));
      Files.writeString(Path.of(words[2]), BenchJson.of(List.of(measured), BenchBaseline.NONE));
    } catch (IOException | RuntimeException | LinkageError e) {
      Failure failure = Failure.of(e);
      console.err().println(failure.text());
      if (Boolean.parseBoolean(words[3])) {
        e.printStackTrace(console.err());
      }
      System.exit(failure.exitCode());
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
        return false; // whoever started this process ends it
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
