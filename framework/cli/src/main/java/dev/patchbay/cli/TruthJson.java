package dev.patchbay.cli;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.task.KnownCircuit;
import dev.patchbay.study.judgement.Items;
import dev.patchbay.study.judgement.Judgement;
import dev.patchbay.study.judgement.Judgement.Areas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Published circuits and judgements, for machines. */
final class TruthJson {

  private TruthJson() {}

  /** The circuits, edge by edge. */
  static String of(List<KnownCircuit> circuits) {
    return Json.text(Map.of("circuits", circuits.stream().map(TruthJson::known).toList()));
  }

  private static Map<String, Object> known(KnownCircuit known) {
    ComputationGraph graph = ComputationGraph.of(known.shape());
    Circuit circuit = known.circuit(graph);
    Circuit full = Circuit.full(graph);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", known.descriptor().name());
    all.put("task", known.task());
    all.put("model", known.model());
    all.put("source", known.descriptor().citation());
    all.put("true_edges", circuit.size());
    all.put("edges_in_all", graph.edgeCount());
    all.put("acdc_true_edges", Items.ACDC_EDGES.count(circuit));
    all.put("acdc_edges_in_all", Items.ACDC_EDGES.count(full));
    all.put("acdc_true_nodes", Items.ACDC_NODES.count(circuit));
    all.put("acdc_nodes_in_all", Items.ACDC_NODES.count(full));
    all.put("edges", circuit.edgeNames());
    return all;
  }

  /**
   * How near a file comes to a circuit: its scores, ranked both ways, and the circuit it brings.
   */
  static String of(Verdict verdict) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("circuit", verdict.known().descriptor().name());
    all.put("true_edges", verdict.truth().size());
    all.put("edges_in_all", verdict.truth().graph().edgeCount());
    all.put("absolute", figures(verdict, Ranking.ABSOLUTE));
    all.put("signed", figures(verdict, Ranking.SIGNED));
    verdict
        .circuit()
        .ifPresent(
            circuit ->
                all.put(
                    "brought_circuit",
                    Map.of(
                        "edges", circuit.foundEdges(),
                        "precision", circuit.precision(),
                        "recall", circuit.recall())));
    return Json.text(all);
  }

  private static Map<String, Object> figures(Verdict verdict, Ranking ranking) {
    Map<String, Object> all = figures(verdict.by(ranking));
    verdict
        .tie(ranking)
        .ifPresent(tie -> all.put("tie_at_cut", Map.of("in", tie.in(), "out", tie.out())));
    return all;
  }

  /** A judgement's numbers; an area that is not defined is left out. */
  static Map<String, Object> figures(Judgement judgement) {
    Map<String, Object> all = new LinkedHashMap<>();
    judgement.edges().ifPresent(areas -> put(all, "edge", areas));
    judgement.nodes().ifPresent(areas -> put(all, "node", areas));
    judgement.acdcNodes().ifPresent(areas -> put(all, "acdc_node", areas));
    judgement.averagePrecision().ifPresent(value -> all.put("average_precision", value));
    all.put("precision", judgement.precision());
    all.put("recall", judgement.recall());
    return all;
  }

  private static void put(Map<String, Object> all, String items, Areas areas) {
    all.put(items + "_auc_trapezoid", areas.trapezoid());
    all.put(items + "_auc_pessimistic", areas.pessimistic());
  }
}
