package dev.patchbay.study;

import dev.patchbay.core.discovery.Workspace;
import dev.patchbay.core.run.Defaults;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.report.ComparedCell;
import dev.patchbay.spi.report.EstimateStudies.Distribution;
import dev.patchbay.spi.report.EstimateStudies.Estimate;
import dev.patchbay.spi.report.EstimateStudies.LambdaCurve;
import dev.patchbay.study.agreement.EdgeRoles;
import dev.patchbay.study.agreement.EstimateAgreement;
import dev.patchbay.study.agreement.EstimateAgreement.Point;
import dev.patchbay.study.agreement.Quantiles;
import dev.patchbay.study.agreement.ScoreGroups;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of Syed et al. (2023), arXiv:2310.10348, as numbers: each edge's estimate beside its
 * measured effect, scores in and out of the circuit, and the loss while an edge goes from clean to
 * ablated.
 */
record Estimates(Workspace workspace, Cell.Key key) {

  /** What measures the effects. */
  static final ThresholdSweep EXACT = ThresholdSweep.none(Defaults.MEASUREMENT);

  /** Points that are listed: those that a picture shows apart. */
  private static final int MOST_POINTS = 2000;

  private static final int OUTLIERS = 5;

  /** Edges with the largest effects, and as many that were estimated worst. */
  private static final int CURVES = 3;

  private static final int QUANTILES = 200;

  private static final List<Double> LAMBDAS =
      IntStream.rangeClosed(0, 10).mapToObj(tenth -> tenth / 10.).toList();

  /** Everything of a method's scores. */
  Cell.Evidence of(EdgeScores scores, EdgeScores exact, CellSketch sketch) {
    if (workspace.request().rounding().difference(exact.largestAbsolute(), 0) == 0) {
      sketch.note("estimates are compared with nothing: no edge has an effect beyond rounding");
      return Cell.Evidence.NONE;
    }
    EstimateAgreement agreement = EstimateAgreement.of(scores, exact);
    OptionalDouble r2 = agreement.fit().rSquared();
    r2.ifPresent(r -> sketch.put("estimate_r2", Figure.of(r)));
    sketch.put("estimate_slope", Figure.of(agreement.fit().slope()));
    OptionalDouble rho = agreement.rankCorrelation();
    rho.ifPresent(r -> sketch.put("estimate_spearman", Figure.of(r)));
    List<Point> listed =
        agreement.edges().stream()
            .sorted(Comparator.comparingDouble(Estimates::size).reversed())
            .limit(MOST_POINTS)
            .toList();
    return new Cell.Evidence(
        List.of(
            new Estimate(
                key.model(),
                key.task(),
                key.contender(),
                EXACT.words(),
                agreement.edges().size(),
                listed.stream().map(p -> new ComparedCell.Point(p.exact(), p.estimate())).toList(),
                listed.stream().map(Point::name).toList(),
                orNothing(r2),
                agreement.fit().slope(),
                orNothing(rho),
                agreement.outliers(OUTLIERS).stream().map(Point::name).toList())),
        workspace.truth().map(truth -> distributions(scores, truth)).orElse(List.of()),
        curves(agreement));
  }

  private static double size(Point point) {
    return Math.max(Math.abs(point.exact()), Math.abs(point.estimate()));
  }

  private static @Nullable Double orNothing(OptionalDouble number) {
    return number.isPresent() ? number.getAsDouble() : null;
  }

  private List<Distribution> distributions(EdgeScores scores, Circuit truth) {
    EdgeRoles roles = new EdgeRoles(workspace.roles());
    return ScoreGroups.of(scores, truth, roles).entrySet().stream()
        .map(group -> distribution(group.getKey(), group.getValue()))
        .toList();
  }

  private Distribution distribution(String group, double[] sorted) {
    DoubleStream shown =
        sorted.length <= QUANTILES
            ? DoubleStream.of(sorted)
            : IntStream.rangeClosed(0, QUANTILES)
                .mapToDouble(i -> Quantiles.at(sorted, (double) i / QUANTILES));
    String whose = key.contender() + ", " + key.task();
    return new Distribution(
        key.model(), key.task(), whose, group, sorted.length, shown.boxed().toList());
  }

  private List<LambdaCurve> curves(EstimateAgreement agreement) {
    Set<Point> chosen = new LinkedHashSet<>();
    agreement.edges().stream()
        .sorted(Comparator.comparingDouble((Point point) -> -Math.abs(point.exact())))
        .limit(CURVES)
        .forEach(chosen::add);
    chosen.addAll(agreement.outliers(CURVES));
    List<LambdaCurve> curves = new ArrayList<>();
    for (Point point : chosen) {
      curves.add(
          new LambdaCurve(
              key.model(),
              key.task(),
              key.contender(),
              point.name(),
              LAMBDAS,
              workspace.lossChanges(point.ordinal(), LAMBDAS),
              LAMBDAS.stream().map(lambda -> lambda * point.estimate()).toList()));
    }
    return curves;
  }
}
