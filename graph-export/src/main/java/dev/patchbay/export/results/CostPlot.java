package dev.patchbay.export.results;

import dev.patchbay.export.results.Plot.Form;
import dev.patchbay.export.results.Plot.Series;
import dev.patchbay.spi.report.ComparedCell;
import dev.patchbay.spi.report.ComparedCell.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Quality against passes, on a logarithmic axis, a line through those that no other beats in both.
 *
 * @param marks one for each strategy that has both numbers
 * @param front how the line looks: the number of a series
 * @param better 1 where more quality is a larger figure, -1 where a smaller
 */
record CostPlot(List<Series> marks, int front, int better) {

  /** What costs nothing is left of the cheapest by at least this factor. */
  private static final double FREE = 2;

  /** The plot of these cells, if one has both numbers. */
  static Optional<CostPlot> of(
      List<ComparedCell> cells, String figure, int better, List<String> strategies) {
    List<Series> marks = new ArrayList<>();
    for (ComparedCell cell : cells) {
      ComparedCell.Figure value = cell.figures().get(figure);
      if (value != null) {
        String strategy = cell.contender();
        Point point = new Point(cell.costs().passesEquivalent(), value.value());
        marks.add(new Series(strategy, strategies.indexOf(strategy), List.of(point), Form.MARKS));
      }
    }
    return marks.isEmpty()
        ? Optional.empty()
        : Optional.of(new CostPlot(marks, strategies.size(), better));
  }

  Plot plot(String title, String setting) {
    double cheapest = Figures.values(marks, Point::x).filter(x -> x > 0).min().orElse(FREE);
    double free = Math.min(1, cheapest / FREE);
    List<Series> placed = marks.stream().map(series -> atLeast(free, series)).toList();
    List<Point> points = placed.stream().flatMap(series -> series.points().stream()).toList();
    List<Series> all = new ArrayList<>();
    all.add(new Series("not beaten in both", front, front(points, better), Form.LINE));
    all.addAll(placed);
    boolean anyFree = Figures.values(marks, Point::x).anyMatch(x -> x <= 0);
    return new Plot(
        title + " against cost, " + setting,
        PlotAxis.logarithmic(
            anyFree ? "Forward passes; leftmost: none" : "Forward passes",
            Figures.values(all, Point::x)),
        PlotAxis.linear(title, Figures.values(all, Point::y)),
        all,
        false);
  }

  private static Series atLeast(double cost, Series series) {
    List<Point> points =
        series.points().stream().map(p -> new Point(Math.max(p.x(), cost), p.y())).toList();
    return new Series(series.name(), series.number(), points, series.form());
  }

  /** The points that are better than every cheaper one, the cheapest first. */
  static List<Point> front(List<Point> points, int better) {
    List<Point> front = new ArrayList<>();
    double best = Double.NEGATIVE_INFINITY;
    for (Point point :
        points.stream()
            .sorted(Comparator.comparingDouble(Point::x).thenComparing(p -> -better * p.y()))
            .toList()) {
      if (better * point.y() > best) {
        best = better * point.y();
        front.add(point);
      }
    }
    return front;
  }
}
