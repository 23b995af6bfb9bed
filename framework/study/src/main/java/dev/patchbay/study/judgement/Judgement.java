package dev.patchbay.study.judgement;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.report.TruthComparison;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * How near a method came to a circuit that is known.
 *
 * @param edges areas under the curve by edge; nothing where every item is true, or none
 * @param nodes the same by node
 * @param acdcNodes the same by node as the ACDC repository counts them
 * @param precision which share of k edges is true, k the true circuit's number of edges
 * @param recall which share of the truth is among those k; for scores the same number
 * @param averagePrecision by edge; nothing for a search, which ranks nothing
 */
public record Judgement(
    Optional<Areas> edges,
    Optional<Areas> nodes,
    Optional<Areas> acdcNodes,
    double precision,
    double recall,
    OptionalDouble averagePrecision) {

  /**
   * Areas under one curve.
   *
   * @param trapezoid under straight lines, chance is ½
   * @param pessimistic ACDC's staircase
   */
  public record Areas(double trapezoid, double pessimistic) {
    static Optional<Areas> of(TruthCurves curves, Function<TruthCurves, RocCurve> curve) {
      return Optional.of(curves)
          .filter(TruthCurves::defined)
          .map(curve)
          .map(c -> new Areas(c.trapezoid(), c.pessimistic()));
    }
  }

  /** Judges scores. */
  public static Judgement of(EdgeScores scores, Ranking ranking, Circuit truth) {
    RankedItems ranked = RankedItems.edges(scores, ranking, truth.toBitSet());
    return of(
        truth,
        curves -> curves.of(scores, ranking),
        ranked.precisionAt(truth.size()),
        ranked.recallAt(truth.size()),
        OptionalDouble.of(ranked.averagePrecision()));
  }

  /**
   * Judges a search over several thresholds. Precision and recall are of the circuit whose size is
   * nearest to that of the truth, the first such one.
   *
   * @param kept a circuit for each threshold, not empty
   */
  public static Judgement of(List<Circuit> kept, Circuit truth) {
    Circuit nearest =
        kept.stream()
            .min(Comparator.comparingInt(circuit -> Math.abs(circuit.size() - truth.size())))
            .orElseThrow();
    TruthComparison comparison = TruthComparison.of(truth, nearest);
    return of(
        truth,
        curves -> curves.of(kept),
        comparison.precision(),
        comparison.recall(),
        OptionalDouble.empty());
  }

  private static Judgement of(
      Circuit truth,
      Function<TruthCurves, RocCurve> curve,
      double precision,
      double recall,
      OptionalDouble averagePrecision) {
    return new Judgement(
        Areas.of(new TruthCurves(truth, Items.EDGES), curve),
        Areas.of(new TruthCurves(truth, Items.NODES), curve),
        Areas.of(new TruthCurves(truth, Items.ACDC_NODES), curve),
        precision,
        recall,
        averagePrecision);
  }
}
