package dev.patchbay.engine.search;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.plugin.PatchbayException;

/**
 * Whether the loss that a search holds is that of a fresh run: each removal adds its rounding to
 * what is held, and whatever else were wrong with it.
 */
public final class DriftCheck {

  /**
   * Double precision rounds at 1e-16; searches of drawn models drifted by up to 5e-15, and the
   * largest number of a stream may be as many times a drawn one's as that leaves.
   */
  private static final double TOLERANCE_FLOAT64 = 1e-9;

  /**
   * Single precision rounds at 6e-8; searches of drawn and tiny models drifted by up to 3e-6, and
   * three hundred times that is left for larger ones. It is a tenth of the change by which ACDC
   * decides where no other is given.
   */
  private static final double TOLERANCE_FLOAT32 = 1e-3;

  private final boolean applies;
  private final double tolerance;

  /** Of searches that calculate in this type, for the loss of this metric. */
  public DriftCheck(DataType dataType, Metric metric) {
    // Where predictions are counted, rounding may turn one.
    this.applies = !metric.traits().piecewiseConstant();
    this.tolerance = dataType == DataType.FLOAT64 ? TOLERANCE_FLOAT64 : TOLERANCE_FLOAT32;
  }

  /**
   * Compares two losses of a circuit, relative to the larger and to 1: a loss may be zero.
   *
   * @param removals since everything was computed afresh
   * @param held what they led to
   * @param fresh what a fresh run gives; if both are NaN, the metric is
   * @throws PatchbayException if they are further apart than rounding goes
   */
  void check(int removals, double held, double fresh) {
    double allowed = tolerance * Math.max(1, Math.max(Math.abs(held), Math.abs(fresh)));
    // Of NaN and infinities, equal ones alone are close.
    boolean close =
        Double.compare(held, fresh) == 0
            || (Double.isFinite(allowed) && Math.abs(held - fresh) <= allowed);
    if (applies && !close) {
      throw PatchbayException.failed(
          "After %s removals the search holds a loss of %s, and a fresh run of the same circuit gives %s: they differ by more than %s."
              .formatted(removals, held, fresh, allowed),
          "Its decisions are not to be trusted; with --dtype float64 a rounding error would shrink and a fault stay: please report it.");
    }
  }
}
