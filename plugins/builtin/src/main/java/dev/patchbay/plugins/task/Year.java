package dev.patchbay.plugins.task;

import java.util.Locale;

/**
 * A year such as 1742.
 *
 * @param century 17
 * @param inCentury 42
 */
record Year(int century, int inCentury) {

  /** How a year of a century is written. */
  static String piece(int inCentury) {
    return String.format(Locale.ROOT, "%02d", inCentury);
  }

  /** The year after a blank. */
  String text() {
    return " " + century + piece(inCentury);
  }

  @Override
  public String toString() {
    return century + piece(inCentury);
  }
}
