package dev.patchbay.plugins.model;

import java.util.Objects;

/**
 * 2,047 directions in 24 dimensions that hardly meet: unit vectors of ±1/√24 whose scalar products
 * are 0 or ±1/3. They are words of the extended binary Golay code, of which any two differ in 8,
 * 12, or 16 places; opposite words are left out.
 *
 * <p>So a few hundred words find room in 24 dimensions of a residual stream, each with the same
 * length and none close to another.
 */
final class GolayCode {

  static final int WIDTH = 24;

  /** How many directions there are. */
  static final int SIZE = 2047;

  /** x¹¹ + x¹⁰ + x⁶ + x⁵ + x⁴ + x² + 1, which generates the code of length 23. */
  private static final int GENERATOR = 0b1100_0111_0101;

  private static final int MESSAGE_BITS = 11;

  private GolayCode() {}

  /** The direction of this number. */
  static double[] direction(int number) {
    int message = 1 + Objects.checkIndex(number, SIZE);
    int word = 0;
    for (int bit = 0; bit < MESSAGE_BITS; bit++) {
      if (((message >> bit) & 1) == 1) {
        word ^= GENERATOR << bit;
      }
    }
    word |= (Integer.bitCount(word) & 1) << (WIDTH - 1);
    double[] direction = new double[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      direction[i] = (((word >> i) & 1) == 1 ? -1 : 1) / Math.sqrt(WIDTH);
    }
    return direction;
  }
}
