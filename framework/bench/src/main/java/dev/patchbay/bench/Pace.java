package dev.patchbay.bench;

import dev.patchbay.bench.Benchmark.Times;
import dev.patchbay.engine.passes.Cost;
import dev.patchbay.spi.run.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How fast is this process while a search runs: plain passes and their floors, timed now and then
 * on its way. The caller closes it.
 */
final class Pace implements AutoCloseable {

  /** What a test may take beside its products. */
  private static final double SECONDS_PER_TEST = .0005;

  private final Workbench bench;
  private final Floor floor;
  private final Cost before;
  private final List<Double> forwards = new ArrayList<>();
  private final List<Double> floors = new ArrayList<>();

  Pace(Workbench bench) {
    this.bench = bench;
    this.floor = bench.floor();
    bench.forward();
    floor.forward();
    this.before = bench.experiment().cost();
  }

  /** Times a plain pass and a floor. */
  void take() {
    forwards.add(Rounds.seconds(bench::forward));
    floors.add(Rounds.seconds(floor::forward));
  }

  /**
   * A search that ran meanwhile, beside a plain pass for each of its tests. What it decided without
   * a run is counted apart and gains it nothing.
   *
   * @param asked what it asked
   * @param kept how many edges it left
   */
  Times of(Schedule asked, int kept, double seconds, Experiment experiment) {
    Cost spent = bench.experiment().cost().since(before);
    double passes = spent.forwardPasses() - forwards.size();
    double rate = floor.forwardFlops() / Rounds.median(floors);
    double products = NecessaryProducts.flops(asked, experiment) / rate;
    double bound = products + spent.tests() * SECONDS_PER_TEST;
    return new Times(
        seconds,
        spent.tests() * Rounds.median(forwards),
        Optional.of(
            new Measurement.SearchFigures(
                spent.tests(), spent.untested(), kept, passes, seconds / bound)));
  }

  @Override
  public void close() {
    floor.close();
  }
}
