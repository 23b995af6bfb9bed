package dev.patchbay.study.criteria;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.run.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Does the circuit need each of its edges? An edge of the circuit should change more than a random
 * edge that has no business there. Such edges are had by {@link RandomPaths inflating} the circuit.
 *
 * <p>After a test of Shi et al. (2024), arXiv:2410.13032, whose public code compares squared
 * changes.
 *
 * @param changes of each of the circuit's edges, by ordinal: the mean over prompts of |change of
 *     the prompt's metric| without it
 * @param randomChanges the change that each random edge made in its inflated circuit; empty where
 *     the circuit is the whole graph, so that nothing can be said
 * @param range F(M) − F(∅), by which a change becomes a share
 */
public record Minimality(List<Double> changes, List<Double> randomChanges, double range) {

  /** As in the authors' code. */
  private static final int RANDOM_EDGES = 100;

  /** With which probability an edge should exceed a random one, as in the authors' code. */
  private static final double QUANTILE = .9;

  /**
   * A share of the range: float32 keeps seven digits, and an edge that does nothing should not pass
   * for one that does more than nothing.
   */
  private static final double ROUNDING = 1e-6;

  public Minimality {
    changes = List.copyOf(changes);
    randomChanges = List.copyOf(randomChanges);
  }

  /**
   * Takes each edge out of a circuit alone, and random edges out of inflated circuits. Equal seeds
   * draw equal edges.
   *
   * <p>Cost: three runs of a circuit, one for each of its edges, and two for each random edge.
   */
  public static Minimality of(PromptMetric metric, Circuit circuit, long seed, Progress progress) {
    double range = metric.range(circuit.graph());
    double[] whole = metric.ofEachPrompt(circuit);
    List<Double> changes = new ArrayList<>();
    for (int edge : progress.over("minimality", circuit.ordinals().boxed().toList())) {
      changes.add(change(whole, metric.ofEachPrompt(circuit.without(edge))));
    }
    return new Minimality(changes, randomChanges(metric, circuit, seed, progress), range);
  }

  private static List<Double> randomChanges(
      PromptMetric metric, Circuit circuit, long seed, Progress progress) {
    RandomPaths paths = new RandomPaths(circuit.graph(), seed);
    List<Double> changes = new ArrayList<>();
    progress.start("random edges", RANDOM_EDGES);
    for (int i = 0; i < RANDOM_EDGES; i++) {
      progress.throwIfStopped();
      paths
          .inflate(circuit)
          .ifPresent(
              inflated ->
                  changes.add(
                      change(
                          metric.ofEachPrompt(inflated.circuit()),
                          metric.ofEachPrompt(inflated.circuit().without(inflated.edge())))));
      progress.step("");
    }
    return changes;
  }

  private static double change(double[] before, double[] after) {
    double sum = 0;
    for (int i = 0; i < before.length; i++) {
      sum += Math.abs(before[i] - after[i]);
    }
    return sum / before.length;
  }

  /** How many of the random edges changed less than this, by more than rounding can do. */
  int exceeded(double change) {
    double rounding = ROUNDING * Math.abs(range);
    return (int) randomChanges.stream().filter(c -> change > c + rounding).count();
  }

  /**
   * Which share of the edges changes more than nine tenths of the random ones do; nothing for an
   * empty circuit, or without random edges.
   */
  public OptionalDouble shareAboveRandom() {
    return randomChanges.isEmpty()
        ? OptionalDouble.empty()
        : changes.stream()
            .mapToDouble(change -> exceeded(change) >= QUANTILE * randomChanges.size() ? 1 : 0)
            .average();
  }
}
