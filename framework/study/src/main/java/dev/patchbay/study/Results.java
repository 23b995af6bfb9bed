package dev.patchbay.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /** The cells that were measured, by what they are compared within. */
  public Map<Cell.Key, List<Cell>> settings() {
    Map<Cell.Key, List<Cell>> settings = new LinkedHashMap<>();
    for (Cell cell : cells) {
      if (cell.status() == Cell.Status.DONE) {
        settings.computeIfAbsent(cell.key().setting(), s -> new ArrayList<>()).add(cell);
      }
    }
    return settings;
  }

  /** Whose circuits are the same: contenders within a setting, then each across settings. */
  public List<Overlap> overlaps() {
    List<Overlap> overlaps = new ArrayList<>();
    settings().forEach((setting, some) -> overlaps.add(Overlap.of(setting, some)));
    Map<Cell.Key, List<Cell>> alike = new LinkedHashMap<>();
    for (Cell cell : cells) {
      if (cell.status() == Cell.Status.DONE) {
        alike.computeIfAbsent(cell.key().anywhere(), key -> new ArrayList<>()).add(cell);
      }
    }
    alike.values().removeIf(some -> some.size() < 2);
    alike.forEach((key, some) -> overlaps.add(Overlap.ofOne(key, some)));
    return overlaps;
  }

  /** What is between any two contenders. */
  public List<Difference> differences() {
    return settings().entrySet().stream()
        .flatMap(setting -> Difference.of(setting.getKey(), setting.getValue()).stream())
        .toList();
  }
}
