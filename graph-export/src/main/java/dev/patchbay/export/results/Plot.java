package dev.patchbay.export.results;

import dev.patchbay.spi.report.ComparedCell.Point;
import java.util.List;

/**
 * A figure for a paper.
 *
 * @param title what is above it
 * @param x the axis across
 * @param y the axis upwards
 * @param series what is drawn, the first lowest
 * @param identity whether the line on which both axes have one value is drawn
 */
record Plot(String title, PlotAxis x, PlotAxis y, List<Series> series, boolean identity) {

  Plot {
    series = List.copyOf(series);
  }

  /** How points are drawn. */
  enum Form {
    /** A line through the points, marks on some of them. */
    MARKED_LINE,
    /** A line alone. */
    LINE,
    /** A mark on each point. */
    MARKS
  }

  /**
   * Points that belong together.
   *
   * @param name what the legend calls them
   * @param number how they look: the same number, the same look in every plot
   * @param points in drawing order
   * @param form how they are drawn
   */
  record Series(String name, int number, List<Point> points, Form form) {

    Series {
      points = List.copyOf(points);
    }
  }
}
