package dev.patchbay.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * How fast is this process while a search runs: plain passes and their floors, timed now and then
 * on its way. The caller closes it.
 */
final class Pace implements AutoCloseable {

  /** What a test may take beside its products. */
  private static final double SECONDS_PER_TEST = .0005;

  private final Workbench bench;
  private final Floor floor;
  private final List<Double> forwards = new ArrayList<>();
  private final List<Double> floors = new ArrayList<>();

  Pace(Workbench bench) {
    this.bench = bench;
    this.floor = bench.floor();
    bench.forward();
    floor.forward();
  }

  /** Times a plain pass and a floor. */
  void take() {
    forwards.add(Rounds.seconds(bench::forward));
    floors.add(Rounds.seconds(floor::forward));
  }

  /** Of a plain pass. */
  double forwardSeconds() {
    return Rounds.median(forwards);
  }

  /** What so many operations take at the floor's rate, and so many tests beside them. */
  double boundSeconds(double flops, int tests) {
    double rate = floor.forwardFlops() / Rounds.median(floors);
    return flops / rate + tests * SECONDS_PER_TEST;
  }

  @Override
  public void close() {
    floor.close();
  }
}
