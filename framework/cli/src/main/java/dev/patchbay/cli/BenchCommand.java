package dev.patchbay.cli;

import dev.patchbay.benchmarks.BenchSize;
import dev.patchbay.benchmarks.Benchmark;
import dev.patchbay.benchmarks.Measurement;
import dev.patchbay.benchmarks.Workbench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs the benchmarks, each in a process of its own so that its peak of memory is its own; {@code
 * --quick} and {@code --one-process} run all in this one, whose peak so far each then tells.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Measures passes, scores and searches on a model of GPT-2 small's size with random weights,"
          + " each in turns with what it is compared with."
    },
    footer = {
      "",
      "Examples:",
      "  patchbay bench --quick",
      "  patchbay bench forward eap --json > before.json",
      "  patchbay bench forward eap --against before.json"
    })
final class BenchCommand implements Callable<Integer> {

  private final Console console;
  private final Interruption interruption;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "What to measure (default: everything).")
  private List<String> names = new ArrayList<>();

  @Option(names = "--quick", description = "Take a small model: a look, in seconds.")
  private boolean quick;

  @Option(
      names = "--one-process",
      description = "Measure all in one process; peaks of memory are then its peak so far.")
  private boolean oneProcess;

  @Option(names = "--json", description = "Print a list of JSON objects instead of the table.")
  private boolean json;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = "Also show ratios over those that --json printed into this file.")
  private Optional<Path> against = Optional.empty();

  @Mixin private Common common = new Common();

  BenchCommand(Console console, Interruption interruption) {
    this.console = console;
    this.interruption = interruption;
  }

  @Override
  public Integer call() throws IOException {
    List<Benchmark> chosen =
        names.isEmpty()
            ? List.of(Benchmark.values())
            : names.stream().map(Benchmark::of).distinct().toList();
    Map<String, Double> before = against.isPresent() ? BenchJson.ratios(against.get()) : Map.of();
    interruption.listen(console.err());
    List<Measurement> measured = measured(chosen);
    if (json) {
      console.out().println(BenchJson.of(measured, before));
    } else {
      new BenchPage(measured, before).lines(console.paint()).forEach(console.out()::println);
    }
    return 0;
  }

  private List<Measurement> measured(List<Benchmark> chosen) throws IOException {
    try (Display display = Display.on(console, interruption::requested)) {
      display.start("bench", chosen.size());
      return quick || oneProcess ? here(chosen, display) : apart(chosen, display);
    }
  }

  private List<Measurement> here(List<Benchmark> chosen, Display display) {
    List<Measurement> measured = new ArrayList<>();
    try (Workbench bench = Workbench.open(quick ? BenchSize.QUICK : BenchSize.FULL)) {
      for (Benchmark benchmark : chosen) {
        measured.add(benchmark.measure(bench, display));
        display.step(benchmark.label());
      }
    }
    return measured;
  }

  private List<Measurement> apart(List<Benchmark> chosen, Display display) throws IOException {
    List<Measurement> measured = new ArrayList<>();
    for (Benchmark benchmark : chosen) {
      measured.add(BenchProcess.measure(benchmark, common.debug(), display));
      display.step(benchmark.label());
    }
    return measured;
  }
}
