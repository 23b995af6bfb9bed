package dev.patchbay.bench;

import dev.patchbay.plugins.strategy.Acdc;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.strategy.DiscoveryResult;
import java.util.Map;

/**
 * ACDC over all edges, from start to end.
 *
 * @param tests what it asked and decided
 * @param kept how many edges are left
 * @param seconds of all of it, the search's start too
 */
record Sweep(Schedule tests, int kept, double seconds) {

  /**
   * Runs it.
   *
   * @param threshold τ
   * @param aside done {@code times} times on the way, while the clock stands
   */
  static Sweep of(
      Experiment experiment, double threshold, Runnable aside, int times, Progress progress) {
    var acdc = new Acdc().create(new Options("acdc", Map.of("threshold", "" + threshold)));
    Halts halts = new Halts(aside, experiment.graph().edgeCount() / times, progress);
    DiscoveryResult[] result = new DiscoveryResult[1];
    double all = Rounds.seconds(() -> result[0] = acdc.discover(experiment, halts));
    ComputationGraph graph = experiment.graph();
    return new Sweep(
        new Schedule(
            result[0].decisions().stream()
                .map(one -> new Schedule.Test(graph.ordinal(Edge.parse(one.edge())), one.removed()))
                .toList()),
        result[0].circuit().orElseThrow().size(),
        all - halts.seconds);
  }

  /** Progress that does something else at every so manieth step. */
  private static final class Halts implements Progress {

    private final Runnable aside;
    private final int stride;
    private final Progress inner;
    private int steps;
    private double seconds;

    Halts(Runnable aside, int stride, Progress inner) {
      this.aside = aside;
      this.stride = Math.max(1, stride);
      this.inner = inner;
    }

    @Override
    public void start(String phase, long steps) {
      inner.start(phase, steps);
    }

    @Override
    public void step(String status) {
      if (steps % stride == 0) {
        seconds += Rounds.seconds(aside);
      }
      steps++;
      inner.step(status);
    }

    @Override
    public boolean stopRequested() {
      return inner.stopRequested();
    }
  }
}
