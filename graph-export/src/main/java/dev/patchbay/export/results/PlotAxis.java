package dev.patchbay.export.results;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * An axis of a plot.
 *
 * @param label what is measured
 * @param logarithmic whether equal lengths are equal factors; then the limits are above 0
 * @param low the value at its beginning
 * @param high the value at its end, above {@code low}
 */
record PlotAxis(String label, boolean logarithmic, double low, double high) {

  /** How many ticks a linear axis has at most, except for its ends. */
  private static final int TICKS = 8;

  /** A tick at the end of an axis is there although steps add up to a little more. */
  private static final double ROUNDING = 1e-9;

  /** Few decades have ticks between them. */
  private static final double FEW_DECADES = 2.5;

  PlotAxis {
    if (!(low < high) || (logarithmic && low <= 0)) {
      throw new IllegalArgumentException("An axis from " + low + " to " + high);
    }
  }

  /** A share, from 0 to 1. */
  static PlotAxis share(String label) {
    return new PlotAxis(label, false, 0, 1);
  }

  /** A linear axis around these values, from tick to tick. */
  static PlotAxis linear(String label, DoubleStream values) {
    double[] limits = limits(values, 0, 1);
    if (limits[0] == limits[1]) {
      limits = new double[] {limits[0] - .5, limits[1] + .5};
    }
    double step = step(limits[1] - limits[0]);
    return new PlotAxis(
        label,
        false,
        Math.floor(limits[0] / step + ROUNDING) * step,
        Math.ceil(limits[1] / step - ROUNDING) * step);
  }

  /** A logarithmic axis around those of these values that are above 0, with some room. */
  static PlotAxis logarithmic(String label, DoubleStream values) {
    double[] limits = limits(values.filter(value -> value > 0), .1, 1);
    double room = limits[0] == limits[1] ? 2 : Math.pow(limits[1] / limits[0], .06);
    return new PlotAxis(label, true, limits[0] / room, limits[1] * room);
  }

  private static double[] limits(DoubleStream values, double low, double high) {
    DoubleSummaryStatistics seen = values.summaryStatistics();
    return new double[] {
      seen.getCount() == 0 ? low : seen.getMin(), seen.getCount() == 0 ? high : seen.getMax()
    };
  }

  /** Whether a value has a place on the axis. */
  boolean holds(double value) {
    return Double.isFinite(value) && (!logarithmic || value > 0);
  }

  /** Where on the axis a value is: 0 at its beginning, 1 at its end. */
  double place(double value) {
    return logarithmic
        ? Math.log(value / low) / Math.log(high / low)
        : (value - low) / (high - low);
  }

  /** The values that are written beside the axis. */
  List<Double> ticks() {
    return logarithmic ? logarithmicTicks() : linearTicks();
  }

  private List<Double> linearTicks() {
    double step = step(high - low);
    List<Double> ticks = new ArrayList<>();
    for (long i = Math.round(Math.ceil(low / step - ROUNDING));
        i * step <= high + step * ROUNDING;
        i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private List<Double> logarithmicTicks() {
    int first = (int) Math.floor(Math.log10(low));
    int last = (int) Math.ceil(Math.log10(high));
    int[] parts = Math.log10(high / low) <= FEW_DECADES ? new int[] {1, 2, 5} : new int[] {1};
    List<Double> ticks = new ArrayList<>();
    for (int power = first; power <= last; power++) {
      for (int part : parts) {
        double tick = part * Math.pow(10, power);
        if (tick >= low && tick <= high) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  /** 1, 2 or 5 times a power of ten. */
  private static double step(double extent) {
    double rough = extent / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    for (int part : new int[] {1, 2, 5}) {
      if (part * power >= rough * (1 - ROUNDING)) {
        return part * power;
      }
    }
    return 10 * power;
  }
}
