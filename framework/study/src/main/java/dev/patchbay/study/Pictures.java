package dev.patchbay.study;

import dev.patchbay.spi.report.ComparedCell.Kept;
import dev.patchbay.spi.report.EstimateStudies;
import dev.patchbay.spi.report.EstimateStudies.ThresholdGrid;
import dev.patchbay.study.judgement.RocPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The EAP paper's pictures among results: what their pages and programs draw them from. */
record Pictures(Results results) {

  private static final Pattern KEEP =
      Pattern.compile("eap-acdc:(?:.*,)?keep=([\\d.eE+-]+)(?:,.*)?");
  private static final Pattern TAU = Pattern.compile("τ = (.+)");

  EstimateStudies studies() {
    return new EstimateStudies(
        each(Cell.Evidence::estimates),
        each(Cell.Evidence::distributions),
        each(Cell.Evidence::lambdas),
        results.settings().entrySet().stream()
            .flatMap(setting -> youden(setting.getKey(), setting.getValue()).stream())
            .toList());
  }

  private <T> List<T> each(Function<Cell.Evidence, List<T>> part) {
    return results.cells().stream().flatMap(c -> part.apply(c.evidence()).stream()).toList();
  }

  /** Youden's J of EAP-then-ACDC: how much EAP keeps, across; τ, down. */
  private static Optional<ThresholdGrid> youden(Cell.Key setting, List<Cell> cells) {
    TreeMap<Double, Map<Double, Double>> grid = new TreeMap<>();
    TreeSet<Double> taus = new TreeSet<>();
    for (Cell cell : cells) {
      Matcher keep = KEEP.matcher(cell.key().strategy());
      if (keep.matches() && cell.truth() != null && cell.graph() != null) {
        Map<Double, Double> column = new LinkedHashMap<>();
        for (Kept kept : cell.circuits()) {
          Matcher tau = TAU.matcher(kept.label());
          if (tau.matches() && kept.hits() != null) {
            RocPoint point =
                RocPoint.of(kept.hits(), kept.size(), cell.truth().edges(), cell.graph().edges());
            column.put(Double.valueOf(tau.group(1)), point.youden());
          }
        }
        taus.addAll(column.keySet());
        grid.put(Double.valueOf(keep.group(1)), column);
      }
    }
    if (taus.isEmpty()) {
      return Optional.empty();
    }
    List<List<@Nullable Double>> rows = new ArrayList<>();
    for (Map<Double, Double> column : grid.values()) {
      List<@Nullable Double> row = new ArrayList<>();
      taus.forEach(tau -> row.add(column.get(tau)));
      rows.add(row);
    }
    return Optional.of(
        new ThresholdGrid(
            setting.model(), setting.task(), List.copyOf(grid.keySet()), List.copyOf(taus), rows));
  }
}
