package dev.patchbay.export.results;

import com.fasterxml.jackson.core.io.NumberOutput;
import dev.patchbay.export.SvgText;
import dev.patchbay.spi.report.ComparedCell.Point;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * One plot on its way into SVG. Written element by element: Java's own drawing needs fonts and
 * libraries that servers often lack, and gives other bytes on other machines.
 */
final class PlotDrawing {

  private static final int LEFT = 64;
  private static final int TOP = 34;
  private static final int WIDTH = 380;
  private static final int HEIGHT = 300;
  private static final int LEGEND_LINE = 17;
  private static final int MARKS_A_LINE = 9;

  private final XMLStreamWriter xml;
  private final PlotPen pen;
  private final Plot plot;
  private final double width;
  private final double height;

  PlotDrawing(XMLStreamWriter xml, Plot plot) {
    this.xml = xml;
    this.pen = new PlotPen(xml);
    this.plot = plot;
    double longest =
        plot.series().stream()
            .mapToDouble(s -> SvgText.width(SvgText.line(s.name()), PlotPen.LETTERS))
            .max()
            .orElse(0);
    this.width =
        Math.max(
            LEFT + WIDTH + 24 + 46 + longest * 1.15,
            LEFT + SvgText.width(SvgText.line(plot.title()), 14) * 1.15);
    this.height = Math.max(TOP + HEIGHT + 52, TOP + 20 + LEGEND_LINE * plot.series().size());
  }

  void write() throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    pen.paper(width, height, plot.title());
    pen.text(LEFT, 20, "start", plot.title(), " font-size=14 font-weight=bold");
    writeAxes();
    writeIdentity();
    for (Plot.Series series : plot.series()) {
      writeSeries(series);
    }
    writeLegend();
    pen.close();
    xml.writeCharacters("\n");
    xml.writeEndDocument();
  }

  private void writeAxes() throws XMLStreamException {
    for (double tick : plot.x().ticks()) {
      pen.line(place(x(tick), TOP), place(x(tick), TOP + HEIGHT), "#d9d9d9", "none");
      pen.text(x(tick), TOP + HEIGHT + 15, "middle", shown(tick), "");
    }
    for (double tick : plot.y().ticks()) {
      pen.line(place(LEFT, y(tick)), place(LEFT + WIDTH, y(tick)), "#d9d9d9", "none");
      pen.text(LEFT - 6, y(tick) + 4, "end", shown(tick), "");
    }
    String corner = place(LEFT, TOP + HEIGHT);
    pen.line(corner, place(LEFT + WIDTH, TOP + HEIGHT), "#333333", "none");
    pen.line(corner, place(LEFT, TOP), "#333333", "none");
    pen.text(LEFT + WIDTH / 2.0, TOP + HEIGHT + 36, "middle", label(plot.x()), "");
    String turned = " transform=translate(" + place(16, TOP + HEIGHT / 2.0) + ")rotate(-90)";
    pen.text(0, 0, "middle", label(plot.y()), turned);
  }

  private static String label(PlotAxis axis) {
    return axis.logarithmic() ? axis.label() + " (logarithmic)" : axis.label();
  }

  private void writeIdentity() throws XMLStreamException {
    double low = Math.max(plot.x().low(), plot.y().low());
    double high = Math.min(plot.x().high(), plot.y().high());
    if (plot.identity() && low < high) {
      pen.line(at(low, low), at(high, high), "#777777", "1 4");
    }
  }

  private void writeSeries(Plot.Series series) throws XMLStreamException {
    PlotLook look = PlotLook.of(series.number());
    List<Point> points =
        series.points().stream()
            .filter(p -> plot.x().holds(p.x()) && plot.y().holds(p.y()))
            .toList();
    pen.open(series.name());
    if (series.form() != Plot.Form.MARKS && points.size() > 1) {
      pen.stroke(
          points.stream().map(p -> at(p.x(), p.y())).collect(Collectors.joining("L", "M", "")),
          look);
    }
    int every =
        series.form() == Plot.Form.MARKS
            ? 1
            : Math.max(1, (points.size() + MARKS_A_LINE - 1) / MARKS_A_LINE);
    for (int i = 0; i < points.size() && series.form() != Plot.Form.LINE; i += every) {
      pen.mark(at(points.get(i).x(), points.get(i).y()), look);
    }
    pen.close();
  }

  private void writeLegend() throws XMLStreamException {
    double left = LEFT + WIDTH + 18;
    double y = TOP + 8;
    for (Plot.Series series : plot.series()) {
      PlotLook look = PlotLook.of(series.number());
      if (series.form() != Plot.Form.MARKS) {
        pen.stroke("M" + place(left, y) + "h32", look);
      }
      if (series.form() != Plot.Form.LINE) {
        pen.mark(place(left + 16, y), look);
      }
      pen.text(left + 40, y + 4, "start", series.name(), "");
      y += LEGEND_LINE;
    }
  }

  private static String place(double x, double y) {
    return SvgText.number(x) + "," + SvgText.number(y);
  }

  /** Where a point is drawn. */
  private String at(double x, double y) {
    return place(x(x), y(y));
  }

  private double x(double value) {
    return LEFT + WIDTH * plot.x().place(value);
  }

  private double y(double value) {
    return TOP + HEIGHT * (1 - plot.y().place(value));
  }

  /** A tick's value: three digits without trailing zeros. */
  static String shown(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
    double size = Math.abs(value);
    return size < 1e-3 || size >= 1e5
        ? NumberOutput.toString(rounded.doubleValue(), true)
        : rounded.toPlainString();
  }
}
