package dev.patchbay.spi.model;

/** What every cap of scores or logits must be. */
final class SoftCap {

  private SoftCap() {}

  static void check(double cap) {
    if (!(cap >= 0) || Double.isInfinite(cap)) {
      throw new IllegalArgumentException("A cap is a number above 0, or 0 for none: " + cap + ".");
    }
  }
}
