package dev.patchbay.export.results;

import dev.patchbay.export.results.Plot.Series;
import dev.patchbay.spi.report.ComparedCell;
import dev.patchbay.spi.report.ComparedCell.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The plots of one setting: cells that differ in their strategy alone. */
final class Figures {

  private final String setting;
  private final List<ComparedCell> cells;
  private final List<String> strategies;

  /**
   * @param setting the setting in words
   * @param cells its cells that are done
   * @param strategies every strategy of the comparison: a strategy looks the same in all plots
   */
  Figures(String setting, List<ComparedCell> cells, List<String> strategies) {
    this.setting = setting;
    this.cells = cells;
    this.strategies = strategies;
  }

  /** Every plot that the cells have numbers for, by the beginning of its file's name. */
  Map<String, Plot> plots() {
    Map<String, Plot> plots = new LinkedHashMap<>();
    roc(plots, "roc-edges", "ROC by edge", "roc_edges");
    roc(plots, "roc-nodes", "ROC by node", "roc_nodes");
    roc(plots, "roc-acdc-nodes", "ROC by ACDC's nodes", "roc_acdc_nodes");
    PlotAxis recall = PlotAxis.share("Recall");
    PlotAxis precision = PlotAxis.share("Precision");
    List<Series> both = series("precision_recall");
    add(plots, "precision-recall", "Precision and recall", recall, precision, both, false);
    PlotAxis fraction = PlotAxis.share("Fraction of edges");
    curve(plots, "faithfulness", "Faithfulness", x -> fraction);
    Function<DoubleStream, PlotAxis> small = x -> PlotAxis.logarithmic("Fraction of edges", x);
    curve(plots, "faithfulness-log", "Faithfulness", small);
    Function<DoubleStream, PlotAxis> edges = x -> PlotAxis.logarithmic("Edges", x);
    curve(plots, "metric", "Metric", edges);
    curve(plots, "kl", "KL divergence", edges);
    cost(plots, "cost-auc", "Edge AUC, trapezoid", "edge_auc_trapezoid", 1);
    cost(plots, "cost-cmd", "CMD", "cmd", -1);
    return plots;
  }

  private void roc(Map<String, Plot> plots, String file, String title, String curve) {
    PlotAxis wrong = PlotAxis.share("False positive rate");
    PlotAxis right = PlotAxis.share("True positive rate");
    add(plots, file, title, wrong, right, series(curve), true);
  }

  /** The curve that the file is named after, {@code -log} left off. */
  private void curve(
      Map<String, Plot> plots, String file, String title, Function<DoubleStream, PlotAxis> x) {
    List<Series> series = series(file.replace("-log", ""));
    PlotAxis across = x.apply(values(series, Point::x));
    PlotAxis upwards = PlotAxis.linear(title, values(series, Point::y));
    add(plots, file, title, across, upwards, series, false);
  }

  private void add(
      Map<String, Plot> plots,
      String file,
      String title,
      PlotAxis x,
      PlotAxis y,
      List<Series> series,
      boolean identity) {
    if (!series.isEmpty()) {
      plots.put(file, new Plot(title + ", " + setting, x, y, series, identity));
    }
  }

  static DoubleStream values(List<Series> series, ToDoubleFunction<Point> value) {
    return series.stream().flatMap(s -> s.points().stream()).mapToDouble(value);
  }

  private List<Series> series(String curve) {
    List<Series> series = new ArrayList<>();
    for (ComparedCell cell : cells) {
      List<Point> points = cell.curves().getOrDefault(curve, List.of());
      if (!points.isEmpty()) {
        int number = strategies.indexOf(cell.contender());
        series.add(new Series(cell.contender(), number, points, Plot.Form.MARKED_LINE));
      }
    }
    return series;
  }

  private void cost(Map<String, Plot> plots, String file, String title, String figure, int better) {
    CostPlot.of(cells, figure, better, strategies)
        .ifPresent(cost -> plots.put(file, cost.plot(title, setting)));
  }
}
