package dev.patchbay.core.discovery;

import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.Rounding;

/**
 * An equation that a right run fulfils, up to rounding.
 *
 * @param rounding of the run
 */
record Invariant(Rounding rounding) {

  /**
   * Proves that two numbers are equal up to the tolerance, relative to the larger of them and to 1.
   *
   * @param name what is claimed, such as "full circuit = clean run"
   * @return a sentence that says so
   * @throws PatchbayException of the kind {@code CHECK} if they are not, or one is not a number
   */
  String equal(String name, double left, double right) {
    double allowed = rounding.allowed(left, right);
    // Written so that NaN fails.
    if (!(Math.abs(left - right) <= allowed)) {
      throw PatchbayException.check(
          "The check '%s' failed: %s and %s differ by %s, more than %s."
              .formatted(name, left, right, Math.abs(left - right), allowed),
          "Do not trust the numbers of this run. With --dtype float64 a rounding error would shrink and a fault would stay.");
    }
    return "%s: %s and %s, tolerance %s".formatted(name, left, right, allowed);
  }
}
