package dev.patchbay.spi.report;

/**
 * How far rounding alone parts two runs that should agree. Numbers that are no farther apart do not
 * differ: nothing is divided by what is between them.
 */
public enum Rounding {
  /**
   * Single precision rounds at 6e-8; logits of tiny models differ by up to 1.3e-5 between float32
   * and float64, a circuit run adds in yet another order, and four times that is left.
   */
  FLOAT32(5e-5),

  /**
   * Double precision rounds at 1e-16; some ten thousand additions in another order lose six digits
   * of it at the very most.
   */
  FLOAT64(1e-9);

  private final double tolerance;

  Rounding(double tolerance) {
    this.tolerance = tolerance;
  }

  /**
   * That of a run that calculated in this type.
   *
   * @param dataType as reports name it; what is not float64 rounds like float32
   */
  public static Rounding of(String dataType) {
    return dataType.equals("float64") ? FLOAT64 : FLOAT32;
  }

  /** How far apart two numbers may be, relative to the larger of them and to 1. */
  public double allowed(double a, double b) {
    return tolerance * Math.max(1, Math.max(Math.abs(a), Math.abs(b)));
  }

  /** {@code a − b}, and 0 where that is rounding. */
  public double difference(double a, double b) {
    double difference = a - b;
    return Math.abs(difference) <= allowed(a, b) ? 0 : difference;
  }
}
