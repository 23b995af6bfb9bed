package dev.patchbay.bench;

import java.util.Optional;

/**
 * What one benchmark took.
 *
 * @param name of the benchmark
 * @param size label of the {@link BenchSize} that it was measured at
 * @param seconds what it took
 * @param referenceSeconds what it is compared with took, in the same process, in turns with it
 * @param peakBytes the most memory that its process had resident, tensors, Java heap and the
 *     reference's own tensors included; 0 where the system does not say
 * @param search what only a search has
 */
public record Measurement(
    String name,
    String size,
    double seconds,
    double referenceSeconds,
    long peakBytes,
    Optional<SearchFigures> search) {

  /**
   * What only a search has.
   *
   * @param tests edges whose loss was evaluated
   * @param untested edges that were decided without a run
   * @param kept edges that were left
   * @param passes forward passes of the whole model that its arithmetic would make
   * @param boundRatio seconds over those that {@link NecessaryProducts} take at the process's own
   *     rate, and half a millisecond for each test
   */
  public record SearchFigures(
      long tests, long untested, int kept, double passes, double boundRatio) {}

  /** Seconds over the reference's. */
  public double ratio() {
    return seconds / referenceSeconds;
  }

  /** How many times faster than the reference. */
  public double speedup() {
    return referenceSeconds / seconds;
  }
}
