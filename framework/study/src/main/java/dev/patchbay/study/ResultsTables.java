package dev.patchbay.study;

import dev.patchbay.core.report.OutputFolder;
import dev.patchbay.core.report.ResultsJson;
import dev.patchbay.spi.report.ComparedCell.Costs;
import dev.patchbay.spi.report.ComparisonResults;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Results as tables for spreadsheets and notebooks, a row for each cell, as RFC 4180 has them. */
public final class ResultsTables {

  private static final List<String> KEY =
      List.of("id", "model", "task", "strategy", "selection", "metric", "ablation", "seed");

  private ResultsTables() {}

  /**
   * Writes {@code results.csv} and {@code costs.csv} beside {@code results.json}.
   *
   * @param compared the same results as others see them
   * @throws dev.patchbay.spi.plugin.PatchbayException if one cannot be written
   */
  public static List<Path> write(Results results, ComparisonResults compared, Path folder) {
    OutputFolder files = OutputFolder.open(folder);
    return List.of(
        files.put("results.json", out -> ResultsJson.write(compared, out)),
        files.put("results.csv", out -> out.write(figures(results))),
        files.put("costs.csv", out -> out.write(costs(results))));
  }

  private static byte[] text(List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      text.append(String.join(",", row.stream().map(ResultsTables::quoted).toList())).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String quoted(String word) {
    return word.matches("[^\",\\r\\n]*") ? word : '"' + word.replace("\"", "\"\"") + '"';
  }

  private static List<String> words(Object... values) {
    return Stream.of(values).map(String::valueOf).toList();
  }

  private static List<String> key(Cell cell) {
    Cell.Key key = cell.key();
    return List.of(
        cell.id(),
        key.model(),
        key.task(),
        key.strategy(),
        key.selection(),
        key.metric(),
        key.ablation(),
        Long.toString(key.seed()));
  }

  /** Every figure with the ends of its interval. */
  static byte[] figures(Results results) {
    TreeSet<String> names = new TreeSet<>();
    results.cells().forEach(cell -> names.addAll(cell.figures().keySet()));
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(KEY);
    head.addAll(List.of("status", "reason", "prompts", "held_out_prompts"));
    names.forEach(name -> head.addAll(List.of(name, name + "_low", name + "_high")));
    rows.add(head);
    for (Cell cell : results.cells()) {
      List<String> row = new ArrayList<>(key(cell));
      row.addAll(
          words(
              cell.status(),
              Objects.requireNonNullElse(cell.reason(), ""),
              cell.prompts(),
              cell.heldOutPrompts()));
      names.forEach(name -> row.addAll(columns(cell.figures(), name)));
      rows.add(row);
    }
    return text(rows);
  }

  private static List<String> columns(Map<String, Figure> figures, String name) {
    Figure figure = figures.get(name);
    return figure == null
        ? List.of("", "", "")
        : List.of(
            Double.toString(figure.value()),
            figure.interval().map(i -> Double.toString(i.low())).orElse(""),
            figure.interval().map(i -> Double.toString(i.high())).orElse(""));
  }

  /** What finding the circuits took: times and memory differ between equal runs. */
  static byte[] costs(Results results) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(KEY);
    head.addAll(
        List.of(
            "seconds",
            "peak_bytes",
            "forward_passes",
            "backward_passes",
            "passes_equivalent",
            "tests",
            "untested"));
    rows.add(head);
    for (int i = 0; i < results.cells().size(); i++) {
      Cell cell = results.cells().get(i);
      Timing timing = results.timings().get(i);
      List<String> row = new ArrayList<>(key(cell));
      Costs costs = cell.costs();
      row.addAll(words(timing.seconds(), timing.peakBytes()));
      row.addAll(words(costs.forwardPasses(), costs.backwardPasses(), costs.passesEquivalent()));
      row.addAll(words(costs.tests(), costs.untested()));
      rows.add(row);
    }
    return text(rows);
  }
}
