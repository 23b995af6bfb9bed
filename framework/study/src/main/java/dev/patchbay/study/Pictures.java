package dev.patchbay.study;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.study.judgement.RocPoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The EAP paper's pictures among results: what their pages and programs draw them from. */
final class Pictures {

  private static final Pattern KEEP =
      Pattern.compile("eap-acdc:(?:.*,)?keep=([\\d.eE+-]+)(?:,.*)?");
  private static final Pattern TAU = Pattern.compile("τ = (.+)");

  private Pictures() {}

  static ObjectNode tree(Results results) {
    ObjectNode tree = CellFiles.MAPPER.createObjectNode();
    ArrayNode estimates = tree.putArray("estimates");
    ArrayNode distributions = tree.putArray("distributions");
    ArrayNode lambdas = tree.putArray("lambdas");
    for (Cell cell : results.cells()) {
      cell.evidence().estimates().forEach(e -> estimates.add(of(cell, e)));
      String where = cell.key().contender() + ", " + cell.key().task();
      cell.evidence()
          .distributions()
          .forEach(d -> distributions.add(of(cell, d).put("strategy", where)));
      cell.evidence().lambdas().forEach(curve -> lambdas.add(of(cell, curve)));
    }
    ArrayNode thresholds = tree.putArray("thresholds");
    results.settings().forEach((setting, cells) -> youden(setting, cells, thresholds));
    return tree;
  }

  private static ObjectNode of(Cell cell, Object evidence) {
    ObjectNode tree = CellFiles.MAPPER.createObjectNode();
    tree.put("model", cell.key().model())
        .put("task", cell.key().task())
        .put("strategy", cell.key().contender());
    tree.setAll((ObjectNode) CellFiles.MAPPER.valueToTree(evidence));
    return tree;
  }

  /** Youden's J of EAP-then-ACDC: how much EAP keeps, across; τ, down. */
  private static void youden(Cell.Key setting, List<Cell> cells, ArrayNode into) {
    Map<Double, Map<Double, Double>> grid = new LinkedHashMap<>();
    TreeSet<Double> taus = new TreeSet<>();
    for (Cell cell : cells) {
      Matcher keep = KEEP.matcher(cell.key().strategy());
      if (keep.matches() && cell.truth() != null && cell.graph() != null) {
        Map<Double, Double> column = new LinkedHashMap<>();
        for (Cell.Kept kept : cell.circuits()) {
          Matcher tau = TAU.matcher(kept.label());
          if (tau.matches() && kept.hits() != null) {
            RocPoint point =
                RocPoint.of(kept.hits(), kept.size(), cell.truth().edges(), cell.graph().edges());
            column.put(Double.valueOf(tau.group(1)), point.youden());
            taus.add(Double.valueOf(tau.group(1)));
          }
        }
        grid.put(Double.valueOf(keep.group(1)), column);
      }
    }
    if (grid.isEmpty() || taus.isEmpty()) {
      return;
    }
    List<Double> keeps = new ArrayList<>(grid.keySet());
    keeps.sort(Comparator.naturalOrder());
    ObjectNode tree = into.addObject();
    tree.put("model", setting.model()).put("task", setting.task());
    tree.set("keep", CellFiles.MAPPER.valueToTree(keeps));
    tree.set("tau", CellFiles.MAPPER.valueToTree(taus));
    ArrayNode rows = tree.putArray("youden");
    for (double keep : keeps) {
      ArrayNode row = rows.addArray();
      for (double tau : taus) {
        Double youden = grid.getOrDefault(keep, Map.of()).get(tau);
        row.add(youden);
      }
    }
  }
}
