package dev.patchbay.study;

import dev.patchbay.core.discovery.PatchbayVersion;
import dev.patchbay.engine.tensor.TensorEngine;
import dev.patchbay.spi.report.ComparedCell.Status;
import dev.patchbay.spi.report.ComparisonResults;
import dev.patchbay.spi.report.ComparisonResults.Difference;
import dev.patchbay.spi.report.ComparisonResults.Origin;
import dev.patchbay.spi.report.ComparisonResults.Overlap;
import dev.patchbay.study.CellFiles.Finished;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a study came to.
 *
 * @param study what was asked
 * @param command what asks it again
 * @param cells case by case
 * @param timings of each cell
 * @param engine the tensor engine and its version
 * @param threads of one tensor operation
 */
public record Results(
    Study study,
    String command,
    List<Cell> cells,
    List<Timing> timings,
    String engine,
    int threads) {

  public Results {
    cells = List.copyOf(cells);
    timings = List.copyOf(timings);
  }

  /** What these cells come to. */
  static Results of(Study study, String command, List<Finished> cells) {
    TensorEngine engine = TensorEngine.start(0);
    return new Results(
        study,
        command,
        cells.stream().map(Finished::cell).toList(),
        cells.stream().map(Finished::timing).toList(),
        engine.name(),
        engine.threads());
  }

  /** The cells that were measured, by what they are compared within. */
  public Map<Cell.Key, List<Cell>> settings() {
    return done(Cell.Key::setting);
  }

  private Map<Cell.Key, List<Cell>> done(UnaryOperator<Cell.Key> alike) {
    return cells.stream()
        .filter(cell -> cell.status() == Status.DONE)
        .collect(
            Collectors.groupingBy(
                cell -> alike.apply(cell.key()), LinkedHashMap::new, Collectors.toList()));
  }

  /** The same as others see it. Draws every interval of a difference again: ask once. */
  public ComparisonResults compared() {
    return new ComparisonResults(
        study.title(),
        study.description(),
        command,
        new Origin(
            PatchbayVersion.NUMBER,
            engine,
            property("java.version"),
            property("os.name") + " " + property("os.arch"),
            study.form().dataType().name().toLowerCase(Locale.ROOT),
            threads,
            study.bootstrap().resamples()),
        cells.stream().map(Cell::compared).toList(),
        overlaps(),
        differences(),
        new Pictures(this).studies(),
        new String(ResultsTables.costs(this), StandardCharsets.UTF_8));
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  /** Whose circuits are the same: contenders within a setting, then each across settings. */
  private List<Overlap> overlaps() {
    List<Overlap> overlaps = new ArrayList<>();
    settings().forEach((setting, some) -> overlaps.add(BetweenCells.overlap(setting, some)));
    Map<Cell.Key, List<Cell>> alike = done(Cell.Key::anywhere);
    alike.values().removeIf(some -> some.size() < 2);
    alike.forEach((key, some) -> overlaps.add(BetweenCells.overlapOfOne(key, some)));
    return overlaps;
  }

  /** What is between any two contenders. */
  private List<Difference> differences() {
    return settings().entrySet().stream()
        .flatMap(setting -> BetweenCells.differences(setting.getKey(), setting.getValue()).stream())
        .toList();
  }
}
