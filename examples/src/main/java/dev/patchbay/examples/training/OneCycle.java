package dev.patchbay.examples.training;

/**
 * A learning rate that rises in a straight line and falls along a half wave (after Smith and Topin
 * 2018, arXiv:1708.07120).
 *
 * @param peak the highest rate
 * @param steps how many steps there are
 */
record OneCycle(double peak, int steps) {

  /** The part of all steps in which it rises. */
  private static final double RISING = .1;

  /**
   * The rate of a step.
   *
   * @param step its number, counted from 1
   */
  double at(int step) {
    double rising = Math.max(1, RISING * steps);
    if (step <= rising) {
      return peak * step / rising;
    }
    return peak * .5 * (1 + Math.cos(Math.PI * (step - rising) / (steps + 1 - rising)));
  }
}
