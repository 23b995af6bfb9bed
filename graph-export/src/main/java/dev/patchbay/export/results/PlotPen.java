package dev.patchbay.export.results;

import dev.patchbay.export.SvgElements;
import dev.patchbay.export.SvgText;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Draws the pieces of a plot into an SVG. Places are written {@code x,y}, in pixels. */
final class PlotPen {

  /** The size of letters. */
  static final int LETTERS = 11;

  private static final String FONT = "Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif";

  private final XMLStreamWriter xml;
  private final SvgElements svg;

  PlotPen(XMLStreamWriter xml) {
    this.xml = xml;
    this.svg = new SvgElements(xml);
  }

  /** Opens the picture, white. */
  void paper(double width, double height, String title) throws XMLStreamException {
    String w = SvgText.number(width);
    String h = SvgText.number(height);
    svg.open(
        "svg",
        "xmlns=http://www.w3.org/2000/svg width=%s height=%s viewBox=%s role=img font-family=%s font-size=%s",
        w,
        h,
        "0 0 " + w + " " + h,
        FONT,
        LETTERS);
    svg.holding("title", SvgText.line(title));
    svg.empty("rect", "width=%s height=%s fill=#ffffff", w, h);
  }

  /** Opens a group with a name. */
  void open(String name) throws XMLStreamException {
    svg.open("g", "class=series");
    svg.holding("title", SvgText.line(name));
  }

  /** Closes what was opened last. */
  void close() throws XMLStreamException {
    svg.close();
  }

  /** A line of the frame. */
  void line(String from, String to, String colour, String dashes) throws XMLStreamException {
    path("M" + from + "L" + to, colour, "1", dashes);
  }

  /** A line of a series. */
  void stroke(String path, PlotLook look) throws XMLStreamException {
    path(path, look.colour(), "1.6", look.dashes().isEmpty() ? "none" : look.dashes());
  }

  private void path(String path, String colour, String width, String dashes)
      throws XMLStreamException {
    svg.empty(
        "path",
        "d=%s fill=none stroke=%s stroke-width=%s stroke-dasharray=%s",
        path,
        colour,
        width,
        dashes);
  }

  /** A mark of a series. */
  void mark(String place, PlotLook look) throws XMLStreamException {
    svg.empty(
        "path",
        "d=%s transform=translate(%s) fill=%s stroke=%s",
        look.mark(),
        place,
        look.colour(),
        look.colour());
  }

  /**
   * Words.
   *
   * @param anchor which part of them is at the place: start, middle, end
   * @param more further attributes, each after a blank
   */
  void text(double x, double y, String anchor, String words, String more)
      throws XMLStreamException {
    svg.text(SvgText.line(words), "x=%s y=%s text-anchor=%s" + more, x, y, anchor);
    xml.writeCharacters("\n");
  }
}
