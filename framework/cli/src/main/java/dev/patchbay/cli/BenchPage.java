package dev.patchbay.cli;

import dev.patchbay.benchmarks.Benchmark;
import dev.patchbay.benchmarks.Measurement;
import dev.patchbay.core.run.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measurements as tables: passes and scores with their ratios, searches with their speed-ups.
 *
 * @param measured in the order in which they are shown
 * @param before earlier ratios by name
 */
record BenchPage(List<Measurement> measured, Map<String, Double> before) {

  /** A ratio that grew by more than this is called slower. */
  private static final double NOTABLE = 1.1;

  private static final String ROW = "%-16s %9s %9s %8s %9s  %-10s%s";

  BenchPage {
    measured = List.copyOf(measured);
    before = Map.copyOf(before);
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
      lines.add(paint.faint(row("", "seconds", "peak", "speed-up", "target", "bound", "tests")));
      searches.forEach(one -> lines.add(search(one)));
      lines.add(
          paint.faint(
              "bound: seconds over those of the necessary products and .5 ms a test; target %s."
                  .formatted(number(Benchmark.BOUND_TARGET))));
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
        "",
        benchmark.reference() + change(one));
  }

  private String search(Measurement one) {
    Measurement.SearchFigures figures = one.search().orElseThrow();
    return row(
        one.name(),
        seconds(one),
        ByteSize.words(one.peakBytes()),
        number(one.speedup()),
        ">= %.0f".formatted(1 / Benchmark.of(one.name()).target()),
        number(figures.boundRatio()),
        figures.tests() + change(one));
  }

  /** How the ratio moved, where it is known from before. */
  private String change(Measurement one) {
    Double earlier = before.get(one.name());
    if (earlier == null) {
      return "";
    }
    double growth = one.ratio() / earlier;
    String word = growth > NOTABLE ? " slower" : growth < 1 / NOTABLE ? " faster" : "";
    return ";  %s x the ratio before%s".formatted(number(growth), word);
  }

  private static String seconds(Measurement one) {
    return String.format(Locale.ROOT, "%.3f", one.seconds());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String row(Object... columns) {
    return ROW.formatted(columns).stripTrailing();
  }
}
