package dev.patchbay.cli;

import java.util.Locale;

/**
 * How far a phase has come.
 *
 * @param phase what goes on
 * @param done how many steps are done
 * @param steps how many there are; 0 or less where nobody knows
 * @param seconds since it began
 * @param status what the last step said; may be empty
 */
record Pace(String phase, long done, long steps, double seconds, String status) {

  private static final double SECONDS_WORTH_MINUTES = 120;
  private static final double SECONDS_WORTH_HOURS = 2 * 3600;

  /** In a rate per second, fewer than one step in ten seconds would read as none. */
  private static final double LEAST_PER_SECOND = .1;

  /** Such as {@code acdc: 12 of 40 (30 %), 812 kept; 1.0/s, 28 s left}. */
  String words() {
    String share = steps > 0 ? " of " + steps + " (" + 100 * done / steps + " %)" : "";
    String at = phase + ": " + done + share + (status.isEmpty() ? "" : ", " + status);
    if (seconds < 1 || done == 0) {
      return at; // too early for a rate
    }
    String left = steps > 0 ? ", " + duration(seconds / done * (steps - done)) + " left" : "";
    return at + "; " + rate(done / seconds) + left;
  }

  private static String rate(double perSecond) {
    return perSecond < LEAST_PER_SECOND
        ? String.format(Locale.ROOT, "%.1f/min", 60 * perSecond)
        : String.format(Locale.ROOT, "%.1f/s", perSecond);
  }

  private static String duration(double seconds) {
    if (seconds < SECONDS_WORTH_MINUTES) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    return seconds < SECONDS_WORTH_HOURS
        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
        : String.format(Locale.ROOT, "%.0f h", seconds / 3600);
  }
}
