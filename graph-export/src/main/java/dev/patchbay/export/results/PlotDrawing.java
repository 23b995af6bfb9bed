package dev.patchbay.export.results;

import com.fasterxml.jackson.core.io.NumberOutput;
import dev.patchbay.export.SvgElements;
import dev.patchbay.export.SvgText;
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
  private static final int LETTERS = 11;
  private static final int MARKS_A_LINE = 9;
  private static final String FONT = "Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif";

  private final XMLStreamWriter xml;
  private final SvgElements svg;
  private final Plot plot;
  private final double width;
  private final double height;

  PlotDrawing(XMLStreamWriter xml, Plot plot) {
    this.xml = xml;
    this.svg = new SvgElements(xml);
    this.plot = plot;
    double longest =
        plot.series().stream()
            .mapToDouble(s -> SvgText.width(SvgText.line(s.name()), LETTERS))
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
    svg.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "width",
        n(width),
        "height",
        n(height),
        "viewBox",
        "0 0 " + n(width) + " " + n(height),
        "role",
        "img",
        "font-family",
        FONT,
        "font-size",
        n(LETTERS));
    svg.text("title", SvgText.line(plot.title()));
    svg.empty("rect", "width", n(width), "height", n(height), "fill", "#ffffff");
    text(LEFT, 20, "start", plot.title(), "font-size", "14", "font-weight", "bold");
    writeAxes();
    writeIdentity();
    for (Plot.Series series : plot.series()) {
      writeSeries(series);
    }
    writeLegend();
    svg.close();
    xml.writeCharacters("\n");
    xml.writeEndDocument();
  }

  private void writeAxes() throws XMLStreamException {
    for (double tick : plot.x().ticks()) {
      line(x(tick), TOP, x(tick), TOP + HEIGHT, "#d9d9d9");
      text(x(tick), TOP + HEIGHT + 15, "middle", shown(tick));
    }
    for (double tick : plot.y().ticks()) {
      line(LEFT, y(tick), LEFT + WIDTH, y(tick), "#d9d9d9");
      text(LEFT - 6, y(tick) + 4, "end", shown(tick));
    }
    line(LEFT, TOP + HEIGHT, LEFT + WIDTH, TOP + HEIGHT, "#333333");
    line(LEFT, TOP, LEFT, TOP + HEIGHT, "#333333");
    text(LEFT + WIDTH / 2.0, TOP + HEIGHT + 36, "middle", label(plot.x()));
    String turned = "translate(%s,%s)rotate(-90)".formatted(n(16), n(TOP + HEIGHT / 2.0));
    text(0, 0, "middle", label(plot.y()), "transform", turned);
  }

  private static String label(PlotAxis axis) {
    return axis.logarithmic() ? axis.label() + " (logarithmic)" : axis.label();
  }

  private void writeIdentity() throws XMLStreamException {
    double low = Math.max(plot.x().low(), plot.y().low());
    double high = Math.min(plot.x().high(), plot.y().high());
    if (plot.identity() && low < high) {
      svg.empty(
          "path",
          "d",
          "M" + at(low, low) + "L" + at(high, high),
          "stroke",
          "#777777",
          "stroke-dasharray",
          "1 4",
          "fill",
          "none");
    }
  }

  private void writeSeries(Plot.Series series) throws XMLStreamException {
    PlotLook look = PlotLook.of(series.number());
    List<Plot.Point> points =
        series.points().stream()
            .filter(p -> plot.x().holds(p.x()) && plot.y().holds(p.y()))
            .toList();
    svg.open("g", "class", "series");
    svg.text("title", SvgText.line(series.name()));
    if (series.form() != Plot.Form.MARKS && points.size() > 1) {
      stroke(
          points.stream().map(p -> at(p.x(), p.y())).collect(Collectors.joining("L", "M", "")),
          look);
    }
    int every =
        series.form() == Plot.Form.MARKS
            ? 1
            : Math.max(1, (points.size() + MARKS_A_LINE - 1) / MARKS_A_LINE);
    for (int i = 0; i < points.size() && series.form() != Plot.Form.LINE; i += every) {
      mark(at(points.get(i).x(), points.get(i).y()), look);
    }
    svg.close();
  }

  private void writeLegend() throws XMLStreamException {
    double left = LEFT + WIDTH + 18;
    double y = TOP + 8;
    for (Plot.Series series : plot.series()) {
      PlotLook look = PlotLook.of(series.number());
      if (series.form() != Plot.Form.MARKS) {
        stroke("M%s,%sh32".formatted(n(left), n(y)), look);
      }
      if (series.form() != Plot.Form.LINE) {
        mark(n(left + 16) + "," + n(y), look);
      }
      text(left + 40, y + 4, "start", series.name());
      y += LEGEND_LINE;
    }
  }

  private void stroke(String path, PlotLook look) throws XMLStreamException {
    String dashes = look.dashes().isEmpty() ? "none" : look.dashes();
    svg.empty(
        "path",
        "d",
        path,
        "fill",
        "none",
        "stroke",
        look.colour(),
        "stroke-width",
        "1.6",
        "stroke-dasharray",
        dashes);
  }

  private void mark(String place, PlotLook look) throws XMLStreamException {
    svg.empty(
        "path",
        "d",
        look.mark(),
        "transform",
        "translate(" + place + ")",
        "fill",
        look.colour(),
        "stroke",
        look.colour());
  }

  private void line(double x1, double y1, double x2, double y2, String colour)
      throws XMLStreamException {
    svg.empty(
        "path",
        "d",
        "M%s,%sL%s,%s".formatted(n(x1), n(y1), n(x2), n(y2)),
        "stroke",
        colour,
        "fill",
        "none");
  }

  private void text(double x, double y, String anchor, String words, String... more)
      throws XMLStreamException {
    String[] attributes = new String[6 + more.length];
    System.arraycopy(
        new String[] {"x", n(x), "y", n(y), "text-anchor", anchor}, 0, attributes, 0, 6);
    System.arraycopy(more, 0, attributes, 6, more.length);
    svg.text("text", SvgText.line(words), attributes);
    xml.writeCharacters("\n");
  }

  private String at(double x, double y) {
    return n(x(x)) + "," + n(y(y));
  }

  private double x(double value) {
    return LEFT + WIDTH * plot.x().place(value);
  }

  private double y(double value) {
    return TOP + HEIGHT * (1 - plot.y().place(value));
  }

  private static String n(double pixels) {
    return SvgText.number(pixels);
  }

  /** A tick's value: three digits, no zeros behind them. */
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
