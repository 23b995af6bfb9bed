package dev.patchbay.study.judgement;

/**
 * What one choice of items is worth.
 *
 * @param falsePositiveRate which share of the false items was chosen
 * @param truePositiveRate which share of the true items was chosen
 */
public record RocPoint(double falsePositiveRate, double truePositiveRate) {

  public RocPoint {
    if (!inUnit(falsePositiveRate) || !inUnit(truePositiveRate)) {
      throw new IllegalArgumentException(
          "Rates lie between 0 and 1: %s, %s.".formatted(falsePositiveRate, truePositiveRate));
    }
  }

  /** Youden's J: true positive rate − false positive rate; 1 for the truth, 0 for chance. */
  public double youden() {
    return truePositiveRate - falsePositiveRate;
  }

  private static boolean inUnit(double rate) {
    return rate >= 0 && rate <= 1;
  }

  /**
   * The point of a choice by numbers.
   *
   * @param hits how many of the chosen items are true
   * @param chosen how many are chosen
   * @param truth how many are true
   * @param items how many there are in all
   * @throws IllegalArgumentException if no item is true, or none is false
   */
  public static RocPoint of(int hits, int chosen, int truth, int items) {
    if (truth == 0 || truth == items) {
      throw new IllegalArgumentException(
          "%s of %s items are true.\nRates need a true and a false one.".formatted(truth, items));
    }
    return new RocPoint((double) (chosen - hits) / (items - truth), (double) hits / truth);
  }
}
