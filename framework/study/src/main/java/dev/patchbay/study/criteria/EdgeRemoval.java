package dev.patchbay.study.criteria;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.study.criteria.Minimality.EdgeEffect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes each edge out of a circuit alone, and random edges out of inflated circuits. Equal seeds
 * draw equal edges.
 *
 * <p>Cost: three runs of a circuit, one for each of its edges, and two for each random edge.
 */
public final class EdgeRemoval {

  private final PromptMetric metric;
  private final Rule rule;

  /**
   * The test's numbers.
   *
   * @param randomEdges how many random edges are drawn
   * @param quantile with which probability an edge should exceed a random one, in (0, 1)
   * @param level of the test for all edges together, in (0, 1)
   */
  public record Rule(int randomEdges, double quantile, double level) {

    /** 100 random edges and the quantile .9, as in the authors' code, at the usual level. */
    public static final Rule USUAL = new Rule(100, .9, .05);

    public Rule {
      if (randomEdges < 0 || !(quantile > 0 && quantile < 1) || !(level > 0 && level < 1)) {
        throw new IllegalArgumentException(
            "No test goes by these numbers: %s, %s, %s.".formatted(randomEdges, quantile, level));
      }
    }
  }

  public EdgeRemoval(PromptMetric metric, Rule rule) {
    this.metric = metric;
    this.rule = rule;
  }

  /** How minimal is this circuit? */
  public Minimality minimality(Circuit circuit, long seed, Progress progress) {
    ComputationGraph graph = circuit.graph();
    double range = metric.range(graph);
    double[] whole = metric.ofEachPrompt(circuit);
    List<EdgeEffect> edges = new ArrayList<>();
    for (int edge : progress.over("minimality", circuit.ordinals().boxed().toList())) {
      double[] without = metric.ofEachPrompt(circuit.without(edge));
      edges.add(
          new EdgeEffect(edge, Math.abs(mean(whole) - mean(without)), change(whole, without)));
    }
    return new Minimality(
        edges, randomChanges(circuit, seed, progress), range, rule.quantile(), rule.level());
  }

  private List<Double> randomChanges(Circuit circuit, long seed, Progress progress) {
    RandomPaths paths = new RandomPaths(circuit.graph(), seed);
    List<Double> changes = new ArrayList<>();
    progress.start("random edges", rule.randomEdges());
    for (int i = 0; i < rule.randomEdges(); i++) {
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

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double change(double[] before, double[] after) {
    double sum = 0;
    for (int i = 0; i < before.length; i++) {
      sum += Math.abs(before[i] - after[i]);
    }
    return sum / before.length;
  }
}
