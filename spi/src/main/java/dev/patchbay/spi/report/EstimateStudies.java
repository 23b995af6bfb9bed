package dev.patchbay.spi.report;

import dev.patchbay.spi.report.ComparedCell.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How good estimates of edges' effects are: the pictures of Syed et al. (2023), arXiv:2310.10348,
 * as numbers.
 *
 * @param estimates of each edge, beside what was measured
 * @param distributions of scores in and out of the circuit that is known
 * @param lambdas of edges of which much was expected, or was wrongly
 * @param thresholds EAP-then-ACDC over both of its thresholds
 */
public record EstimateStudies(
    List<Estimate> estimates,
    List<Distribution> distributions,
    List<LambdaCurve> lambdas,
    List<ThresholdGrid> thresholds) {

  public EstimateStudies {
    estimates = List.copyOf(estimates);
    distributions = List.copyOf(distributions);
    lambdas = List.copyOf(lambdas);
    thresholds = List.copyOf(thresholds);
  }

  /**
   * Estimates of edges' effects against the effects.
   *
   * @param strategy what estimated them
   * @param exact the strategy that measured them
   * @param edges how many there are; the largest of them are listed
   * @param points effect and estimate of each listed edge
   * @param names theirs
   * @param r2 which share of the estimates' variance a line explains; nothing if none varies
   * @param slope of that line
   * @param spearman the correlation of ranks; nothing if none varies
   * @param outliers the edges farthest from the line
   */
  public record Estimate(
      String model,
      String task,
      String strategy,
      String exact,
      int edges,
      List<Point> points,
      List<String> names,
      @Nullable Double r2,
      double slope,
      @Nullable Double spearman,
      List<String> outliers) {

    public Estimate {
      points = List.copyOf(points);
      names = List.copyOf(names);
      outliers = List.copyOf(outliers);
    }
  }

  /**
   * Scores of a group of edges.
   *
   * @param strategy whose, and on which task
   * @param count how many edges it has
   * @param scores theirs, ascending; of a large group 201 quantiles
   */
  public record Distribution(
      String model, String task, String strategy, String group, int count, List<Double> scores) {

    public Distribution {
      scores = List.copyOf(scores);
    }
  }

  /**
   * An edge on its way from clean to ablated.
   *
   * @param lambda the share of the way
   * @param exact the change of the loss there
   * @param linear what the score says of it
   */
  public record LambdaCurve(
      String model,
      String task,
      String strategy,
      String edge,
      List<Double> lambda,
      List<Double> exact,
      List<Double> linear) {

    public LambdaCurve {
      lambda = List.copyOf(lambda);
      exact = List.copyOf(exact);
      linear = List.copyOf(linear);
    }
  }

  /**
   * Youden's J of EAP-then-ACDC.
   *
   * @param keep the shares that EAP keeps
   * @param tau ACDC's thresholds
   * @param youden a row for each share, a number for each threshold; nothing where none was
   *     measured
   */
  public record ThresholdGrid(
      String model,
      String task,
      List<Double> keep,
      List<Double> tau,
      List<List<@Nullable Double>> youden) {

    public ThresholdGrid {
      keep = List.copyOf(keep);
      tau = List.copyOf(tau);
      youden =
          youden.stream().map(row -> Collections.unmodifiableList(new ArrayList<>(row))).toList();
    }
  }
}
