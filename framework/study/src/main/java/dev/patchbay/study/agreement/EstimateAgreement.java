package dev.patchbay.study.agreement;

import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How near does an estimate of every edge's effect come to what was measured? A point for each edge
 * that both scored: x the measured effect, y the estimate.
 *
 * <p>A slope of 1 and an R² of 1 say that the estimate is the effect, up to a constant. Syed et al.
 * (2023), arXiv:2310.10348, plot the two in this way, with the sign of the metric where ours is
 * that of the loss: neither number changes with the sign.
 *
 * @param edges the points, by ordinal
 * @param fit of the estimate on the measured effect
 * @param rankCorrelation Spearman's ρ of the sizes, by which circuits are selected; nothing where
 *     either is the same for all
 */
public record EstimateAgreement(List<Point> edges, LinearFit fit, OptionalDouble rankCorrelation) {

  public EstimateAgreement {
    edges = List.copyOf(edges);
  }

  /**
   * One edge.
   *
   * @param ordinal which
   * @param name its name
   * @param exact its measured effect
   * @param estimate its estimated effect
   * @param residual the estimate beyond the line
   */
  public record Point(int ordinal, String name, double exact, double estimate, double residual) {}

  /**
   * Compares.
   *
   * @throws IllegalArgumentException if the graphs differ, or no edge is scored by both
   */
  public static EstimateAgreement of(EdgeScores estimate, EdgeScores exact) {
    if (!estimate.graph().equals(exact.graph())) {
      throw new IllegalArgumentException(
          "The scores belong to different graphs: %s and %s."
              .formatted(estimate.graph(), exact.graph()));
    }
    int[] both = RankCorrelation.both(estimate, exact);
    LinearFit fit =
        LinearFit.of(
            IntStream.of(both).mapToDouble(exact::valueOrZero).toArray(),
            IntStream.of(both).mapToDouble(estimate::valueOrZero).toArray());
    List<Point> points =
        IntStream.of(both)
            .mapToObj(
                edge -> {
                  double x = exact.valueOrZero(edge);
                  double y = estimate.valueOrZero(edge);
                  return new Point(edge, exact.graph().edge(edge).name(), x, y, fit.residual(x, y));
                })
            .toList();
    return new EstimateAgreement(
        points, fit, RankCorrelation.of(estimate, exact, Ranking.ABSOLUTE));
  }

  /** The edges farthest from the line, the farthest first; ties by ordinal. */
  public List<Point> outliers(int most) {
    return edges.stream()
        .sorted(Comparator.comparingDouble((Point point) -> -Math.abs(point.residual())))
        .limit(most)
        .toList();
  }
}
