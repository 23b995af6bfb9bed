package dev.patchbay.bench;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Progress;

/**
 * A schedule, gone through once.
 *
 * @param circuit what was left
 * @param seconds of its tests and removals; the search's start is not among them: a whole sweep
 *     pays it once for tens of thousands of tests
 */
record Replay(Circuit circuit, double seconds) {

  private static final double NANOS = 1e9;

  /**
   * Asks for the loss without each edge and removes those that go.
   *
   * @param phase what progress calls it, from when the search has started; a step is a test
   * @param aside done {@code times} times on the way, while the clock stands
   */
  static Replay of(
      String phase,
      Schedule schedule,
      Experiment experiment,
      Runnable aside,
      int times,
      Progress progress) {
    int stride = Math.max(1, schedule.tests().size() / times);
    int kept = schedule.tests().size();
    long nanos = 0;
    try (CircuitSearch search = experiment.search(schedule.start(experiment.graph()))) {
      progress.start(phase, kept);
      for (int i = 0; i < schedule.tests().size(); i++) {
        progress.throwIfStopped();
        if (i % stride == 0) {
          aside.run();
        }
        Schedule.Test test = schedule.tests().get(i);
        long begin = System.nanoTime();
        search.lossWithout(test.ordinal());
        if (test.removed()) {
          search.remove(test.ordinal());
          kept--;
        }
        nanos += System.nanoTime() - begin;
        progress.step(kept + " kept");
      }
      return new Replay(search.circuit(), nanos / NANOS);
    }
  }
}
