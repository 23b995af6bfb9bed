package dev.patchbay.study;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.IntStream;

/** Numbers that are equally far apart on a logarithmic axis. */
final class LogarithmicGrid {

  /**
   * Digits that a number between the ends keeps: what a power and a product lose to rounding is far
   * below, so that a thousandth reads 0.001.
   */
  private static final MathContext DIGITS = new MathContext(12);

  private LogarithmicGrid() {}

  /**
   * The numbers {@code from · (to / from)^(i / (count − 1))}, the ends exact.
   *
   * @param from the first, above 0
   * @param to the last, above 0
   * @param count how many, both ends counted, 2 at least
   */
  static List<Double> of(double from, double to, int count) {
    double logRatio = Math.log(to) - Math.log(from);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              if (i == 0) {
                return from;
              }
              return i == count - 1 ? to : rounded(from * Math.exp(logRatio * i / (count - 1)));
            })
        .toList();
  }

  private static double rounded(double number) {
    return new BigDecimal(number).round(DIGITS).doubleValue();
  }
}
