package dev.patchbay.study.criteria;

import dev.patchbay.spi.graph.Circuit;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Does the circuit need each of its edges? Two readings of one set of runs.
 *
 * <p><b>Effect</b>: {@code |F(C) − F(C∖{e})|}. Wang et al. (2022), arXiv:2211.00593, section 4, ask
 * it of heads, and of a head together with a set K that is chosen for it; here it is an edge alone.
 *
 * <p><b>Test</b> (Shi et al. 2024, arXiv:2410.13032): an edge of the circuit should change more
 * than a random edge that has no business there. Such edges are had by {@link RandomPaths
 * inflating} the circuit. The null hypothesis for edge e is that {@code change(e)} exceeds that of
 * a random edge with probability {@code quantile} at least; with {@code exceeded} of n random edges
 * below it, its p-value is {@code P(X ≤ exceeded)}, X binomial of n and {@code quantile}. It is
 * rejected at {@code level} divided by the number of edges (Bonferroni), and one edge that is
 * rejected is enough to say that the circuit is not minimal. The authors' public code does not
 * divide, and compares squared changes.
 *
 * @param edges the circuit's edges, by ordinal
 * @param randomChanges the change that each random edge made in its inflated circuit; empty where
 *     the circuit is the whole graph, so that nothing can be rejected
 * @param range F(M) − F(∅), by which an effect becomes a share
 * @param quantile with which probability an edge should exceed a random one
 * @param level of the test, for all edges together
 */
public record Minimality(
    List<EdgeEffect> edges,
    List<Double> randomChanges,
    double range,
    double quantile,
    double level) {

  /**
   * A share of the range: float32 keeps seven digits, and an edge that does nothing should not pass
   * for one that does more than nothing.
   */
  private static final double ROUNDING = 1e-6;

  public Minimality {
    edges = List.copyOf(edges);
    randomChanges = List.copyOf(randomChanges);
  }

  /**
   * What an edge does inside the circuit.
   *
   * @param ordinal the edge
   * @param effect {@code |F(C) − F(C∖{e})|}, in units of the metric
   * @param change the mean over prompts of |change of the prompt's metric|
   */
  public record EdgeEffect(int ordinal, double effect, double change) {}

  /** An effect as a share of what the model does: over |F(M) − F(∅)|; nothing where that is 0. */
  public OptionalDouble share(double effect) {
    return range == 0 ? OptionalDouble.empty() : OptionalDouble.of(effect / Math.abs(range));
  }

  /** How many of the random edges changed less than this one, by more than rounding can do. */
  public int exceeded(EdgeEffect edge) {
    double rounding = ROUNDING * Math.abs(range);
    return (int) randomChanges.stream().filter(c -> edge.change() > c + rounding).count();
  }

  /** The p-value of the hypothesis that the edge belongs there; 1 without random edges. */
  public double pValue(EdgeEffect edge) {
    return randomChanges.isEmpty()
        ? 1
        : BinomialDistribution.of(randomChanges.size(), quantile)
            .cumulativeProbability(exceeded(edge));
  }

  /** The edges that are redundant by the test. */
  public List<EdgeEffect> redundant() {
    return edges.stream().filter(edge -> pValue(edge) <= level / edges.size()).toList();
  }

  /**
   * Which share of the edges changes more than {@code quantile} of the random ones do; nothing for
   * an empty circuit, or without random edges.
   */
  public OptionalDouble shareAboveRandom() {
    return randomChanges.isEmpty()
        ? OptionalDouble.empty()
        : edges.stream()
            .mapToDouble(edge -> exceeded(edge) >= quantile * randomChanges.size() ? 1 : 0)
            .average();
  }

  /** The edges as a circuit of its graph, without those that are redundant. */
  public Circuit needed(Circuit circuit) {
    return circuit.without(redundant().stream().mapToInt(EdgeEffect::ordinal).toArray());
  }
}
