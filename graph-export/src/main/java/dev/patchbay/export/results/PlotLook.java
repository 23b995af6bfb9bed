package dev.patchbay.export.results;

import java.util.List;

/**
 * How a series looks on white paper. Colours are Okabe and Ito's, darkened where they would be too
 * light; dashes and marks tell series apart in grey. The numbers of each are prime to each other:
 * no two of the first 280 look alike.
 *
 * @param colour of lines and marks
 * @param dashes lengths of strokes and gaps; empty for a solid line
 * @param mark an SVG path around the origin
 */
record PlotLook(String colour, String dashes, String mark) {

  private static final List<String> COLOURS =
      List.of(
          "#0072b2", "#c25400", "#007d5b", "#a8457f", "#8a6100", "#4b4fb8", "#5f6b00", "#3d454d");
  private static final List<String> DASHES = List.of("", "7 3", "2 3", "9 3 2 3", "13 4");
  private static final List<String> MARKS =
      List.of(
          "M-3,0a3,3 0 1,0 6,0a3,3 0 1,0 -6,0",
          "M-3,-3h6v6h-6z",
          "M0,-3.6L3.4,3H-3.4z",
          "M0,-4L4,0L0,4L-4,0z",
          "M0,3.6L3.4,-3H-3.4z",
          "M-3,-3L3,3M3,-3L-3,3",
          "M0,-3.9V3.9M-3.9,0H3.9");

  /** The look of the series of this number. */
  static PlotLook of(int number) {
    return new PlotLook(
        COLOURS.get(number % COLOURS.size()),
        DASHES.get(number % DASHES.size()),
        MARKS.get(number % MARKS.size()));
  }
}
