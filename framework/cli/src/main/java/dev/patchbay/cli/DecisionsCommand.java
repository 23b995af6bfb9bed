package dev.patchbay.cli;

import dev.patchbay.bench.BenchSize;
import dev.patchbay.bench.Benchmark;
import dev.patchbay.bench.DecisionCheck;
import dev.patchbay.bench.Workbench;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares a search's losses with fresh runs of the same circuits. */
@Command(
    name = "decisions",
    description = {
      "Replays searches on the benchmarks' model and compares some of their losses with fresh runs"
          + " of the same circuits; exit code 3 if a decision differs."
    },
    footer = {
      "",
      "Examples:",
      "  patchbay bench decisions",
      "  patchbay bench decisions acdc-mlp-heavy --tests 100 --threshold 0.001"
    })
final class DecisionsCommand implements Callable<Integer> {

  private static final String ROW = "%-18s %8s %8s %19s %15s %7s";

  private final Console console;
  private final Interruption interruption;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Which replayed search (default: all).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--tests",
      paramLabel = "N",
      defaultValue = "40",
      description = "How many tests of each are compared (default: ${DEFAULT-VALUE}).")
  private int tests;

  @Option(
      names = "--threshold",
      paramLabel = "T",
      description = "Which change of the loss keeps an edge (default: that of bench sweep).")
  private Optional<Double> threshold = Optional.empty();

  @Option(names = "--quick", description = "Use a small model, for a first look in seconds.")
  private boolean quick;

  @Option(names = "--json", description = "Print a list of JSON objects instead of the table.")
  private boolean json;

  DecisionsCommand(Console console, Interruption interruption) {
    this.console = console;
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    if (tests < 1) {
      throw PatchbayException.usage(
          "--tests=%s compares nothing.".formatted(tests), "Give 1 or more, such as --tests=40.");
    }
    BenchSize size = quick ? BenchSize.QUICK : BenchSize.FULL;
    double tau = threshold.orElse(size.threshold());
    List<DecisionCheck> checks = checks(chosen(), size, tau);
    console.answer(json, () -> Json.text(checks), () -> lines(checks, tau));
    List<String> differing = checks.stream().flatMap(one -> one.differing().stream()).toList();
    if (!differing.isEmpty()) {
      throw PatchbayException.check(
          "A search decides differently from fresh runs at threshold %s about %s."
              .formatted(tau, String.join(", ", differing)),
          "Its losses are wrong, or its rounding grew: compare more with --tests=400.");
    }
    return 0;
  }

  private List<Benchmark> chosen() {
    List<Benchmark> all = Stream.of(Benchmark.values()).filter(Benchmark::replays).toList();
    List<Benchmark> chosen = names.stream().map(Benchmark::of).distinct().toList();
    for (Benchmark one : chosen) {
      if (!one.replays()) {
        throw PatchbayException.usage(
            "'%s' is not a replayed search.".formatted(one.label()),
            "There are: %s."
                .formatted(String.join(", ", all.stream().map(Benchmark::label).toList())));
      }
    }
    return chosen.isEmpty() ? all : chosen;
  }

  private List<DecisionCheck> checks(List<Benchmark> chosen, BenchSize size, double tau) {
    interruption.listen(console.err());
    List<DecisionCheck> checks = new ArrayList<>();
    try (Display display = Display.on(console, interruption::requested);
        Workbench bench = Workbench.open(size)) {
      for (Benchmark one : chosen) {
        checks.add(
            DecisionCheck.of(
                one, bench, tests, tau, display.counted(checks.size() + 1, chosen.size())));
      }
    }
    return checks;
  }

  private List<String> lines(List<DecisionCheck> checks, double tau) {
    Console.Paint paint = console.paint();
    List<String> lines = new ArrayList<>();
    lines.add(
        paint.faint(
            ROW.formatted(
                "", "compared", "removed", "largest difference", "nearest to tie", "differ")));
    for (DecisionCheck one : checks) {
      lines.add(
          ROW.formatted(
              one.schedule(),
              one.tests(),
              one.removed(),
              number(one.largestDifference()),
              number(one.smallestMargin()),
              one.differing().size()));
    }
    lines.add(
        paint.faint(
            "Losses of fresh runs at threshold %s; nearer than %s is a tie."
                .formatted(tau, number(DecisionCheck.TIE))));
    return lines;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1e", value);
  }
}
