package dev.patchbay.bench;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Progress;
import java.util.ArrayList;
import java.util.List;

/**
 * Does a search, which computes only what changed, decide as fresh runs of the same circuits do?
 * Asked at some of a schedule's tests, evenly spread, on the way through all of them.
 *
 * @param schedule its name
 * @param tests how many tests were compared
 * @param removed how many of these edges fresh runs would remove
 * @param largestDifference of a loss, between the search and a fresh run
 * @param smallestMargin of a fresh loss's change from τ: the nearest any decision came to a tie
 * @param differing edges about which they decide differently, ties apart
 */
public record DecisionCheck(
    String schedule,
    int tests,
    int removed,
    double largestDifference,
    double smallestMargin,
    List<String> differing) {

  /** A change of the loss nearer to τ than this is a tie: rounding of float32 decides. */
  public static final double TIE = 2e-5;

  public DecisionCheck {
    differing = List.copyOf(differing);
  }

  /**
   * Compares; the schedule itself costs what it costs, and each comparison two passes at most.
   *
   * @param samples how many tests are compared
   * @param threshold τ
   * @throws PatchbayException if this is not a replayed search, or progress says stop
   */
  public static DecisionCheck of(
      Benchmark replayed, Workbench bench, int samples, double threshold, Progress progress) {
    Experiment experiment = replayed.experiment(bench);
    Schedule schedule = replayed.schedule(bench);
    Tally tally = new Tally(threshold);
    int count = schedule.tests().size();
    try (CircuitSearch search = experiment.search(schedule.start(experiment.graph()))) {
      progress.start(replayed.label(), count);
      for (int i = 0; i < count; i++) {
        progress.throwIfStopped();
        Schedule.Test test = schedule.tests().get(i);
        double without = search.lossWithout(test.ordinal());
        if ((long) (i + 1) * samples / count > (long) i * samples / count) {
          Circuit circuit = search.circuit();
          tally.add(
              experiment.graph().edge(test.ordinal()).name(),
              new double[] {search.loss(), without},
              new double[] {
                loss(experiment, circuit), loss(experiment, circuit.without(test.ordinal()))
              });
        }
        if (test.removed()) {
          search.remove(test.ordinal());
        }
        progress.step(tally.tests + " compared");
      }
    }
    return tally.result(replayed.label());
  }

  private static double loss(Experiment experiment, Circuit circuit) {
    try (CircuitSearch fresh = experiment.search(circuit)) {
      return fresh.loss();
    }
  }

  /** What was seen so far. Losses come as before and without the edge. */
  static final class Tally {

    private final double threshold;
    private final List<String> differing = new ArrayList<>();
    private int tests;
    private int removed;
    private double difference;
    private double margin = Double.POSITIVE_INFINITY;

    Tally(double threshold) {
      this.threshold = threshold;
    }

    void add(String edge, double[] held, double[] fresh) {
      double distance = fresh[1] - fresh[0] - threshold;
      boolean goes = distance < 0;
      tests++;
      removed += goes ? 1 : 0;
      margin = Math.min(margin, Math.abs(distance));
      for (int i = 0; i < fresh.length; i++) {
        difference = Math.max(difference, Math.abs(held[i] - fresh[i]));
      }
      if (goes != held[1] - held[0] < threshold && Math.abs(distance) > TIE) {
        differing.add(edge);
      }
    }

    DecisionCheck result(String schedule) {
      return new DecisionCheck(schedule, tests, removed, difference, margin, differing);
    }
  }
}
