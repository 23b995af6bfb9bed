package dev.patchbay.cli;

import java.util.List;
import java.util.stream.Collectors;

/** A curve in a line of text: a bar for each point, from 0 to 1 and clipped there. */
final class Sparkline {

  private static final String BARS = "▁▂▃▄▅▆▇█";

  private Sparkline() {}

  static String of(List<double[]> points) {
    return points.stream().map(point -> bar(point[1])).collect(Collectors.joining());
  }

  private static String bar(double height) {
    if (!Double.isFinite(height)) {
      return "·";
    }
    int step = Math.max(0, Math.min(BARS.length() - 1, (int) (height * BARS.length())));
    return BARS.substring(step, step + 1);
  }
}
