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
    curve(
        plots,
        "precision-recall",
        "Precision and recall",
        "precision_recall",
        v -> PlotAxis.share("Recall"),
        v -> PlotAxis.share("Precision"));
    curve(
        plots,
        "faithfulness",
        "Faithfulness",
        "faithfulness",
        v -> PlotAxis.share("Fraction of edges"),
        v -> PlotAxis.linear("Faithfulness", v));
    curve(
        plots,
        "faithfulness-log",
        "Faithfulness",
        "faithfulness",
        v -> PlotAxis.logarithmic("Fraction of edges", v),
        v -> PlotAxis.linear("Faithfulness", v));
    curve(
        plots,
        "metric",
        "Metric",
        "metric",
        v -> PlotAxis.logarithmic("Edges", v),
        v -> PlotAxis.linear("Metric", v));
    curve(
        plots,
        "kl",
        "KL divergence",
        "kl",
        v -> PlotAxis.logarithmic("Edges", v),
        v -> PlotAxis.linear("KL divergence", v));
    cost(plots, "cost-auc", "Edge AUC, trapezoid", "edge_auc_trapezoid", 1);
    cost(plots, "cost-cmd", "CMD", "cmd", -1);
    return plots;
  }

  private void roc(Map<String, Plot> plots, String file, String title, String curve) {
    List<Series> series = series(curve);
    if (!series.isEmpty()) {
      plots.put(
          file,
          new Plot(
              title + ", " + setting,
              PlotAxis.share("False positive rate"),
              PlotAxis.share("True positive rate"),
              series,
              true));
    }
  }

  private void curve(
      Map<String, Plot> plots,
      String file,
      String title,
      String curve,
      Function<DoubleStream, PlotAxis> x,
      Function<DoubleStream, PlotAxis> y) {
    List<Series> series = series(curve);
    if (!series.isEmpty()) {
      plots.put(
          file,
          new Plot(
              title + ", " + setting,
              x.apply(values(series, Point::x)),
              y.apply(values(series, Point::y)),
              series,
              false));
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
