package dev.patchbay.study;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.report.TruthComparison;
import dev.patchbay.study.judgement.Items;
import dev.patchbay.study.judgement.Judgement;
import dev.patchbay.study.judgement.Judgement.Areas;
import dev.patchbay.study.judgement.RankedItems;
import dev.patchbay.study.judgement.RocCurve;
import dev.patchbay.study.judgement.TruthCurves;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How near an answer comes to a circuit that is known, figure by figure and curve by curve.
 *
 * @param ranking by what scores rank
 */
record TruthFigures(Circuit truth, Ranking ranking) {

  private static final Map<String, Items> CURVES = new LinkedHashMap<>();

  static {
    CURVES.put("roc_edges", Items.EDGES);
    CURVES.put("roc_nodes", Items.NODES);
    CURVES.put("roc_acdc_nodes", Items.ACDC_NODES);
  }

  /** The figures of scores. */
  Map<String, Double> of(EdgeScores scores) {
    // By the ranking that was not asked for, too: signed and absolute are told apart by it.
    boolean absolute = ranking == Ranking.ABSOLUTE;
    TruthCurves curves = new TruthCurves(truth, Items.EDGES);
    Map<String, Double> other =
        curves.defined()
            ? Map.of(
                absolute ? "edge_auc_signed_trapezoid" : "edge_auc_absolute_trapezoid",
                curves.of(scores, absolute ? Ranking.SIGNED : Ranking.ABSOLUTE).trapezoid())
            : Map.of();
    return figures(Judgement.of(scores, ranking, truth), other);
  }

  /** The figures of a search's circuits. */
  Map<String, Double> of(List<Circuit> kept) {
    return figures(Judgement.of(kept, truth), Map.of());
  }

  private Map<String, Double> figures(Judgement judgement, Map<String, Double> other) {
    Map<String, Double> figures = new LinkedHashMap<>();
    put(figures, "edge_auc", judgement.edges());
    put(figures, "node_auc", judgement.nodes());
    put(figures, "acdc_node_auc", judgement.acdcNodes());
    figures.putAll(other);
    figures.put("precision_at_truth", judgement.precision());
    figures.put("recall_at_truth", judgement.recall());
    judgement.averagePrecision().ifPresent(p -> figures.put("average_precision", p));
    return figures;
  }

  private static void put(Map<String, Double> figures, String name, Optional<Areas> areas) {
    areas.ifPresent(
        a -> {
          figures.put(name + "_trapezoid", a.trapezoid());
          figures.put(name + "_pessimistic", a.pessimistic());
        });
  }

  /** The curves of scores. */
  Map<String, List<double[]>> curves(EdgeScores scores) {
    Map<String, List<double[]>> curves = curves(c -> c.of(scores, ranking));
    RankedItems ranked = RankedItems.edges(scores, ranking, truth.toBitSet());
    curves.put("precision_recall", ranked.precisionRecall());
    return curves;
  }

  /** The curves of a search's circuits. */
  Map<String, List<double[]>> curves(List<Circuit> kept) {
    Map<String, List<double[]>> curves = curves(c -> c.of(kept));
    curves.put(
        "precision_recall",
        kept.stream()
            .map(circuit -> TruthComparison.of(truth, circuit))
            .map(comparison -> new double[] {comparison.recall(), comparison.precision()})
            .sorted((a, b) -> Double.compare(a[0], b[0]))
            .toList());
    return curves;
  }

  private Map<String, List<double[]>> curves(Function<TruthCurves, RocCurve> curve) {
    Map<String, List<double[]>> curves = new LinkedHashMap<>();
    CURVES.forEach(
        (name, items) -> {
          TruthCurves of = new TruthCurves(truth, items);
          if (of.defined()) {
            curves.put(name, points(curve.apply(of)));
          }
        });
    return curves;
  }

  private static List<double[]> points(RocCurve curve) {
    return curve.points().stream()
        .map(point -> new double[] {point.falsePositiveRate(), point.truePositiveRate()})
        .toList();
  }
}
