package dev.patchbay.study.criteria;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Does the model without the circuit know nothing of the task any more? Then its metric on a prompt
 * tells nothing of the model's.
 *
 * <p>The null hypothesis is that the two are independent over prompts. The statistic is the
 * Hilbert-Schmidt independence criterion {@code trace(K H L H) / (n − 1)²}, with {@code K[i,j] =
 * exp(−(x_i − x_j)² / 2σ²)}, L the same of y, and H = 1 − 1/n; σ is the median distance between two
 * values, of x and of y each its own. Its distribution comes from permuting y; the p-value is
 * {@code (1 + those as large) / (1 + permutations)}, which is never 0. A small one says that
 * something of the behaviour is outside the circuit. Where either never varies they are
 * independent, and p is 1.
 *
 * <p>The authors' code takes one σ for both, the median over pairs of an x and a y, and a p-value
 * that may be 0.
 *
 * <p>Shi et al. (2024), arXiv:2410.13032; Gretton et al. (2007), <i>A Kernel Statistical Test of
 * Independence</i>; Phipson and Smyth (2010) for the p-value.
 *
 * @param statistic HSIC
 * @param pValue from the permutations
 */
public record Independence(double statistic, double pValue) {

  /** As in the authors' code. */
  public static final int PERMUTATIONS = 1000;

  /** Prompts that are looked at, the first ones: the kernels are squares of numbers. */
  static final int MOST_PROMPTS = 1000;

  /** A permutation that comes as near to the statistic has it: what rounding of the sums leaves. */
  private static final double ROUNDING = 1e-9;

  /**
   * Tests.
   *
   * @param complement each prompt's metric under the model without the circuit
   * @param model the same of the model
   * @param permutations how many, 1 at least
   */
  public static Independence of(double[] complement, double[] model, int permutations, long seed) {
    int n = Math.min(model.length, MOST_PROMPTS);
    double[] x = Arrays.copyOf(complement, n);
    double[] y = Arrays.copyOf(model, n);
    if (Hsic.medianDistance(x) == 0 || Hsic.medianDistance(y) == 0) {
      return new Independence(0, 1);
    }
    Hsic hsic = new Hsic(x, y);
    int[] order = IntStream.range(0, n).toArray();
    double observed = hsic.statistic(order);
    Random random = new Random(seed);
    int asLarge = 0;
    for (int i = 0; i < permutations; i++) {
      shuffle(order, random);
      asLarge += hsic.statistic(order) >= observed * (1 - ROUNDING) ? 1 : 0;
    }
    return new Independence(observed, (1.0 + asLarge) / (1.0 + permutations));
  }

  private static void shuffle(int[] order, Random random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int held = order[i];
      order[i] = order[j];
      order[j] = held;
    }
  }
}
