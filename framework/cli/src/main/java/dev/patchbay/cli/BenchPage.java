package dev.patchbay.cli;

import dev.patchbay.bench.BenchSize;
import dev.patchbay.bench.Benchmark;
import dev.patchbay.bench.Measurement;
import dev.patchbay.engine.memory.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measurements as tables: passes and scores with their ratios, searches with their speed-ups, and
 * how far all of them moved.
 *
 * @param measured in the order in which they are shown
 * @param before earlier ones, or none
 * @param tolerance a ratio that grew by more is called slower, one that shrank as much faster
 */
record BenchPage(List<Measurement> measured, BenchBaseline before, double tolerance) {

  private static final String ROW = "%-18s %8s %8s %8s %7s %1s %-7s";

  private static final String SEARCH = "%-18s %8s %7s %8s %7s %1s %6s %5s %5s %6s";

  private static final String MET = "✓";
  private static final String MISSED = "✗";

  BenchPage {
    measured = List.copyOf(measured);
  }

  List<String> lines(Console.Paint paint) {
    List<String> lines = new ArrayList<>();
    List<Measurement> passes = measured.stream().filter(m -> m.search().isEmpty()).toList();
    List<Measurement> searches = measured.stream().filter(m -> m.search().isPresent()).toList();
    if (!passes.isEmpty()) {
      lines.add(paint.faint(row("", "seconds", "peak", "ratio", "target", "", "of")));
      passes.forEach(one -> lines.add(pass(one)));
    }
    if (!searches.isEmpty()) {
      lines.add(
          paint.faint(
              SEARCH.formatted(
                  "",
                  "seconds",
                  "peak",
                  "speed-up",
                  "target",
                  "",
                  "bound",
                  "tests",
                  "kept",
                  "passes")));
      searches.forEach(one -> lines.add(search(one)));
      searches.stream().flatMap(BenchPage::untested).map(paint::faint).forEach(lines::add);
      lines.add(
          paint.faint(
              "bound: seconds over the necessary products' and .5 ms a test; target %s."
                  .formatted(number(Benchmark.BOUND_TARGET))));
    }
    lines.add(paint.faint(legend()));
    if (!before.measured().isEmpty()) {
      lines.addAll(changes(paint));
    }
    return lines;
  }

  private String pass(Measurement one) {
    Benchmark benchmark = Benchmark.of(one.name());
    return row(
        one.name(),
        seconds(one),
        ByteSize.words(one.peakBytes()),
        number(one.ratio()),
        "<= " + number(benchmark.target()),
        mark(one),
        benchmark.reference());
  }

  private String search(Measurement one) {
    Measurement.SearchFigures figures = one.search().orElseThrow();
    return SEARCH.formatted(
        one.name(),
        seconds(one),
        ByteSize.words(one.peakBytes()),
        number(one.speedup()),
        String.format(Locale.ROOT, ">= %.0f", 1 / Benchmark.of(one.name()).target()),
        mark(one),
        number(figures.boundRatio()),
        figures.tests(),
        figures.kept(),
        String.format(Locale.ROOT, "%.0f", figures.passes()));
  }

  private static String mark(Measurement one) {
    return one.ratio() <= Benchmark.of(one.name()).target() ? MET : MISSED;
  }

  private String legend() {
    boolean quick = measured.stream().anyMatch(m -> m.size().equals(BenchSize.QUICK.label()));
    return "%s meets the target, %s misses it.%s"
        .formatted(
            MET, MISSED, quick ? " Targets are set for the full size, not for --quick." : "");
  }

  /** What a search decided without a run, if anything. */
  private static Stream<String> untested(Measurement one) {
    return one.search().map(Measurement.SearchFigures::untested).stream()
        .filter(count -> count > 0)
        .map(count -> "%s: %s more edges were decided without a run.".formatted(one.name(), count));
  }

  private List<String> changes(Console.Paint paint) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("New over old, %s:".formatted(before.name()));
    lines.add(paint.faint(row("", "seconds", "peak", "ratio", "", "", "bound")));
    measured.stream()
        .flatMap(one -> before.change(one).stream())
        .map(
            change ->
                row(
                    change.name(),
                    number(change.seconds()),
                    change.peak().map(BenchPage::number).orElse(""),
                    number(change.ratio()),
                    "",
                    word(change),
                    change.bound().map(BenchPage::number).orElse("")))
        .forEach(lines::add);
    String missing =
        measured.stream()
            .filter(one -> before.change(one).isEmpty())
            .map(Measurement::name)
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      lines.add(paint.faint("Not there: %s.".formatted(missing)));
    }
    return lines;
  }

  private String word(BenchChange change) {
    return change.ratio() > tolerance ? "slower" : change.ratio() < 1 / tolerance ? "faster" : "";
  }

  private static String seconds(Measurement one) {
    return String.format(Locale.ROOT, "%.3f", one.seconds());
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String row(Object... columns) {
    return ROW.formatted(columns).stripTrailing();
  }
}
