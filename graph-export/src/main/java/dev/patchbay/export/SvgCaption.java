package dev.patchbay.export;

import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/**
 * The words above a drawing, in lines that fit its width.
 *
 * @param headline task and model
 * @param small how the circuit was found, and what came out
 */
record SvgCaption(List<String> headline, List<String> small) {

  private static final double LARGE_FONT = 18;
  private static final double SMALL_FONT = 12;
  private static final double LARGE_LINE = 24;
  private static final double SMALL_LINE = 17;

  static SvgCaption of(ReportTitle title, double width) {
    List<String> small = new ArrayList<>(SvgText.lines(title.method(), SMALL_FONT, width));
    small.addAll(SvgText.lines(title.outcome(), SMALL_FONT, width));
    return new SvgCaption(
        SvgText.lines(title.task() + " on " + title.model(), LARGE_FONT, width),
        List.copyOf(small));
  }

  double height() {
    return headline.size() * LARGE_LINE + small.size() * SMALL_LINE;
  }

  /** Everything in one line, for screen readers. */
  String words() {
    return "Circuit: " + String.join(" ", headline) + ". " + String.join(" ", small);
  }

  /** Draws it with its left upper corner here. */
  void write(SvgElements svg, double x, double y) throws XMLStreamException {
    svg.open("g", "class=start");
    double at = y;
    for (String line : headline) {
      at += LARGE_LINE;
      write(svg, line, "ink", LARGE_FONT, x, at - 7);
    }
    for (String line : small) {
      at += SMALL_LINE;
      write(svg, line, "faint", SMALL_FONT, x, at - 5);
    }
    svg.close();
  }

  private static void write(
      SvgElements svg, String line, String type, double size, double x, double y)
      throws XMLStreamException {
    svg.text(line, "class=%s x=%s y=%s font-size=%s", type, x, y, size);
  }
}
