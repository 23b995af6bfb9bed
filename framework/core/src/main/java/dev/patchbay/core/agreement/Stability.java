package dev.patchbay.core.agreement;

import dev.patchbay.spi.graph.Circuit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Does a method find the same circuit on other prompts of the same kind? Jaccard's index of each
 * two of the circuits that it found on resampled prompts.
 *
 * <p>The interval says where the pairs lie; it is no confidence interval of the mean, as pairs
 * share circuits.
 *
 * @param circuits how many there are
 * @param mean of all pairs
 * @param low 2.5 % of the pairs lie below
 * @param high 2.5 % of the pairs lie above
 */
public record Stability(int circuits, double mean, double low, double high) {

  private static final double OUTSIDE = .025;

  /**
   * The stability of these.
   *
   * @param found one circuit for each resample, two at least
   * @throws IllegalArgumentException if there are fewer, or they belong to different graphs
   */
  public static Stability of(List<Circuit> found) {
    if (found.size() < 2) {
      throw new IllegalArgumentException(
          "%d circuits make no pair: nothing can be said of their stability."
              .formatted(found.size()));
    }
    double[] pairs =
        IntStream.range(0, found.size())
            .boxed()
            .flatMapToDouble(
                i -> IntStream.range(0, i).mapToDouble(j -> found.get(i).jaccard(found.get(j))))
            .sorted()
            .toArray();
    return new Stability(
        found.size(),
        Arrays.stream(pairs).sum() / pairs.length,
        Spread.quantile(pairs, OUTSIDE),
        Spread.quantile(pairs, 1 - OUTSIDE));
  }
}
