package dev.patchbay.export;

import java.util.ArrayList;
import java.util.List;

/** How numbers and words are written in an SVG. */
public final class SvgText {

  /** What a letter takes of its line's height, on average. */
  private static final double LETTER = 0.5;

  private SvgText() {}

  /** A length in pixels, to a tenth, whatever the locale. */
  public static String number(double pixels) {
    long tenths = Math.round(pixels * 10);
    String whole = Long.toString(Math.abs(tenths) / 10);
    String sign = tenths < 0 ? "-" : "";
    return tenths % 10 == 0 ? sign + whole : sign + whole + "." + Math.abs(tenths) % 10;
  }

  /**
   * Words for one line: blanks for line ends and tabs, and the replacement character for what XML
   * cannot hold and for marks that turn the direction of reading, which could make the rest of the
   * line read as something else. Letters that are written from right to left stay.
   */
  public static String line(String text) {
    return ReportText.xmlSafe(text)
        .replaceAll("\\s+", " ")
        .replaceAll("[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]", "\ufffd");
  }

  /** About how wide a line is in a font of this size. */
  public static double width(String line, double size) {
    return line.codePointCount(0, line.length()) * LETTER * size;
  }

  /** The text in lines that are about as wide at most, broken at blanks where there are any. */
  static List<String> lines(String text, double size, double width) {
    List<String> lines = new ArrayList<>();
    String rest = line(text).strip();
    int most = (int) (width / (LETTER * size));
    while (rest.codePointCount(0, rest.length()) > most) {
      int end = rest.offsetByCodePoints(0, most);
      int blank = rest.lastIndexOf(' ', end);
      int cut = blank > 0 ? blank : end;
      lines.add(rest.substring(0, cut));
      rest = rest.substring(cut).strip();
    }
    lines.add(rest);
    return lines;
  }
}
