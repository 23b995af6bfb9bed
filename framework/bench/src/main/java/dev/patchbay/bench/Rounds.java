package dev.patchbay.bench;

import dev.patchbay.spi.run.Progress;
import java.util.Arrays;
import java.util.List;

/** Times things in turns: what disturbs the machine for a while disturbs all of them. */
final class Rounds {

  private static final double NANOS = 1e9;

  private Rounds() {}

  /**
   * The median seconds of each; a first round is not counted.
   *
   * @param phase what progress calls it; a step is one thing timed once
   */
  static double[] medians(String phase, int rounds, Progress progress, List<Runnable> works) {
    progress.start(phase, (rounds + 1L) * works.size());
    double[][] seconds = new double[works.size()][rounds];
    for (int round = -1; round < rounds; round++) {
      for (int i = 0; i < seconds.length; i++) {
        progress.throwIfStopped();
        double taken = seconds(works.get(i));
        if (round >= 0) {
          seconds[i][round] = taken;
        }
        progress.step("");
      }
    }
    return Arrays.stream(seconds).mapToDouble(Rounds::median).toArray();
  }

  static double seconds(Runnable work) {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) / NANOS;
  }

  static double median(List<Double> numbers) {
    return median(numbers.stream().mapToDouble(number -> number).toArray());
  }

  static double median(double[] numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
