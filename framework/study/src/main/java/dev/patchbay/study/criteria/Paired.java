package dev.patchbay.study.criteria;

/** Two lists of numbers, prompt by prompt. */
final class Paired {

  private Paired() {}

  /**
   * How many pairs there are.
   *
   * @throws IllegalArgumentException if one list is longer than the other
   */
  static int count(double[] a, double[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "%s and %s numbers make no pairs.".formatted(a.length, b.length));
    }
    return a.length;
  }
}
