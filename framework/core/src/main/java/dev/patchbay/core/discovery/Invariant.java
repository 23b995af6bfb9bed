package dev.patchbay.core.discovery;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.spi.plugin.PatchbayException;

/** An equation that a right run fulfils, up to rounding. */
final class Invariant {

  /**
   * Double precision rounds at 1e-16; some ten thousand additions in another order lose six digits
   * of it at the very most.
   */
  private static final double TOLERANCE_FLOAT64 = 1e-9;

  /**
   * Single precision rounds at 6e-8; logits of tiny models differ by up to 1.3e-5 between float32
   * and float64, a circuit run adds in yet another order, and four times that is left.
   */
  private static final double TOLERANCE_FLOAT32 = 5e-5;

  private final double tolerance;

  /** Invariants of a run that calculates in this type. */
  Invariant(DataType dataType) {
    this.tolerance = dataType == DataType.FLOAT64 ? TOLERANCE_FLOAT64 : TOLERANCE_FLOAT32;
  }

  /**
   * Proves that two numbers are equal up to the tolerance, relative to the larger of them and to 1.
   *
   * @param name what is claimed, such as "full circuit = clean run"
   * @return a sentence that says so
   * @throws PatchbayException of the kind {@code CHECK} if they are not, or one is no number
   */
  String equal(String name, double left, double right) {
    double allowed = tolerance * Math.max(1, Math.max(Math.abs(left), Math.abs(right)));
    // Written so that NaN fails.
    if (!(Math.abs(left - right) <= allowed)) {
      throw PatchbayException.check(
          "The check '%s' failed: %s and %s differ by %s, more than %s."
              .formatted(name, left, right, Math.abs(left - right), allowed),
          "The numbers of this run are not to be trusted; with --dtype float64 a rounding error would shrink and a fault stay.");
    }
    return "%s: %s and %s, tolerance %s".formatted(name, left, right, allowed);
  }
}
