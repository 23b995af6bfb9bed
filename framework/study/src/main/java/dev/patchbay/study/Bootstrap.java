package dev.patchbay.study;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Prompts drawn again: as many as there are, with replacement, again and again. Two figures over
 * the same prompts that are drawn with the same seed are <i>paired</i>: replicate r of both saw the
 * same prompts, and their difference has replicates of its own.
 *
 * <p>Efron (1979), <i>Bootstrap methods: another look at the jackknife</i>.
 */
public final class Bootstrap {

  private final List<int[]> draws;

  /**
   * @param prompts how many prompts there are
   * @param resamples how often they are drawn
   */
  public Bootstrap(int prompts, int resamples, long seed) {
    this.draws =
        IntStream.range(0, resamples)
            .mapToObj(r -> new SplittableRandom(seed + r).ints(prompts, 0, prompts).toArray())
            .toList();
  }

  /** The numbers of the prompts of each resample. */
  public List<int[]> draws() {
    return draws;
  }

  /**
   * The replicates of a statistic: of each resample's prompts, given their numbers, some of them
   * more than once.
   */
  public List<Double> replicates(ToDoubleFunction<int[]> statistic) {
    return draws.stream().mapToDouble(statistic).boxed().toList();
  }

  /** The mean of some prompts' values. */
  public static double mean(double[] values, int[] prompts) {
    double sum = 0;
    for (int prompt : prompts) {
      sum += values[prompt];
    }
    return sum / prompts.length;
  }
}
