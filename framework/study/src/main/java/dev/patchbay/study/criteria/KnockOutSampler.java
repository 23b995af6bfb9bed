package dev.patchbay.study.criteria;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.study.criteria.Completeness.KnockOut;
import dev.patchbay.study.criteria.Completeness.Sampling;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Draws subsets of a circuit and knocks them out of the circuit and of the model. Equal seeds draw
 * equal subsets.
 *
 * <p>A greedy run begins with nothing, and at each step adds the one among some random candidates
 * that makes the gap largest; what it gives is the subset with the largest gap on its way. How many
 * runs, steps and candidates there are is {@link Bounds}', not the paper's.
 *
 * <p>Cost: two runs of a circuit for the range, two for each random subset, and two for each
 * candidate of each step of each greedy run.
 */
public record KnockOutSampler(PromptMetric metric, Bounds bounds) {

  private static final double HALF = .5;

  /**
   * How many subsets are tried.
   *
   * @param randomSubsets how many are drawn with probability ½ for each edge
   * @param greedyRuns how many are grown
   * @param greedySteps to how many edges, at most
   * @param candidates among how many edges each next one is chosen
   */
  public record Bounds(int randomSubsets, int greedyRuns, int greedySteps, int candidates) {

    /** 10 random subsets; 3 greedy runs of 5 steps among 8 candidates: 262 runs at most. */
    public static final Bounds USUAL = new Bounds(10, 3, 5, 8);
  }

  /** How complete is this circuit? An empty one has one subset, itself. */
  public Completeness completeness(Circuit circuit, long seed, Progress progress) {
    Random random = new Random(seed);
    ComputationGraph graph = circuit.graph();
    double range = metric.range(graph);
    List<KnockOut> points = new ArrayList<>();
    progress.start("completeness", bounds.randomSubsets() + bounds.greedyRuns());
    for (int i = 0; i < bounds.randomSubsets(); i++) {
      points.add(knockOut(Sampling.RANDOM, circuit, half(circuit, random), progress));
      progress.step("");
    }
    for (int i = 0; i < bounds.greedyRuns(); i++) {
      greedy(circuit, random, progress).ifPresent(points::add);
      progress.step("");
    }
    return new Completeness(points, range);
  }

  private static Circuit half(Circuit circuit, Random random) {
    BitSet bits = new BitSet();
    circuit.ordinals().filter(ordinal -> random.nextDouble() < HALF).forEach(bits::set);
    return Circuit.of(circuit.graph(), bits);
  }

  private Optional<KnockOut> greedy(Circuit circuit, Random random, Progress progress) {
    List<KnockOut> way = new ArrayList<>();
    Circuit removed = Circuit.empty(circuit.graph());
    for (int step = 0; step < Math.min(bounds.greedySteps(), circuit.size()); step++) {
      KnockOut widest = widest(circuit, removed, random, progress);
      removed = widest.removed();
      way.add(widest);
    }
    return way.stream().max(Comparator.comparingDouble(KnockOut::gap));
  }

  /** Of some edges that are not yet removed, the one that parts circuit and model most. */
  private KnockOut widest(Circuit circuit, Circuit removed, Random random, Progress progress) {
    List<Integer> left =
        circuit.minus(removed).ordinals().boxed().collect(Collectors.toCollection(ArrayList::new));
    Collections.shuffle(left, random);
    return left.stream()
        .limit(bounds.candidates())
        .map(edge -> knockOut(Sampling.GREEDY, circuit, with(removed, edge), progress))
        .max(Comparator.comparingDouble(KnockOut::gap))
        .orElseThrow();
  }

  private static Circuit with(Circuit circuit, int edge) {
    BitSet bits = circuit.toBitSet();
    bits.set(edge);
    return Circuit.of(circuit.graph(), bits);
  }

  private KnockOut knockOut(
      Sampling sampling, Circuit circuit, Circuit removed, Progress progress) {
    progress.throwIfStopped();
    double ofCircuit = metric.mean(circuit.minus(removed));
    double ofModel = metric.mean(Circuit.full(circuit.graph()).minus(removed));
    return new KnockOut(sampling, removed, Math.abs(ofCircuit - ofModel));
  }
}
