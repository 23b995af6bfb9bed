package dev.patchbay.cli;

import dev.patchbay.bench.BenchSize;
import dev.patchbay.bench.Benchmark;
import dev.patchbay.bench.Measurement;
import dev.patchbay.bench.Workbench;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the benchmarks. */
@Command(
    name = "bench",
    description = {
      "Measures passes, scores and searches on a model of GPT-2 small's size with random weights,"
          + " each taking turns with what it is compared with."
    },
    footer = {
      "",
      "Examples:",
      "  patchbay bench --quick",
      "  patchbay bench forward eap --json > before.json",
      "  patchbay bench forward eap --against before.json",
      "  patchbay bench sizes",
      "  patchbay bench decisions"
    })
final class BenchCommand implements Callable<Integer> {

  /** What there is to measure. */
  static final class Names implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
      return Stream.of(Benchmark.values()).map(Benchmark::label).iterator();
    }
  }

  private final Console console;
  private final Interruption interruption;
  private final Common common;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      completionCandidates = Names.class,
      description =
          "What to measure: ${COMPLETION-CANDIDATES} (default: everything but sweep, which takes"
              + " long).")
  private List<String> names = new ArrayList<>();

  @Option(names = "--quick", description = "Use a small model, for a first look in seconds.")
  private boolean quick;

  @Option(
      names = "--apart",
      negatable = true,
      description =
          "Measure each in its own process, for a peak of memory of its own; else each"
              + " reports this process's peak so far (default: without --quick).")
  private @Nullable Boolean apart;

  @Option(names = "--json", description = "Print a list of JSON objects instead of the table.")
  private boolean json;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description =
          "Also show how far numbers moved since --json printed this file; exit code 3 if a ratio"
              + " grew by more than --tolerance.")
  private Optional<Path> against = Optional.empty();

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      defaultValue = "1.25",
      description = "How many times the earlier ratio a ratio may be (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  BenchCommand(Console console, Interruption interruption, Common common) {
    this.console = console;
    this.interruption = interruption;
    this.common = common;
  }

  @Override
  public Integer call() throws IOException {
    if (!(tolerance >= 1)) {
      throw PatchbayException.usage(
          "--tolerance=%s would call what did not change slower.".formatted(tolerance),
          "Give a factor of 1 or more, such as --tolerance=1.25.");
    }
    BenchSize size = quick ? BenchSize.QUICK : BenchSize.FULL;
    List<Benchmark> chosen =
        names.isEmpty()
            ? Stream.of(Benchmark.values()).filter(Benchmark::byDefault).toList()
            : names.stream().map(Benchmark::of).distinct().toList();
    BenchBaseline before =
        against.isPresent() ? BenchBaseline.read(against.get(), size, chosen) : BenchBaseline.NONE;
    interruption.listen(console.err());
    List<Measurement> measured = measured(chosen, size);
    console.answer(
        json,
        () -> BenchJson.of(measured, before),
        () -> new BenchPage(measured, before, tolerance).lines(console.paint()));
    before.check(measured, tolerance);
    return 0;
  }

  private List<Measurement> measured(List<Benchmark> chosen, BenchSize size) throws IOException {
    List<Measurement> measured = new ArrayList<>();
    try (Display display = Display.on(console, interruption::requested)) {
      if (apart == null ? !quick : apart) {
        BenchProcess process = new BenchProcess(common.debug());
        for (Benchmark benchmark : chosen) {
          Progress progress = display.counted(measured.size() + 1, chosen.size());
          measured.add(process.measure(benchmark, size, progress));
        }
      } else {
        try (Workbench bench = Workbench.open(size)) {
          for (Benchmark benchmark : chosen) {
            Progress progress = display.counted(measured.size() + 1, chosen.size());
            measured.add(benchmark.measure(bench, progress));
          }
        }
      }
    }
    return measured;
  }
}
