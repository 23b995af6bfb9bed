package dev.patchbay.spi.graph;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One number for each edge of one graph: the (estimated) change of the loss when that edge alone is
 * ablated. Positive means that the edge supports the behaviour.
 *
 * <p>An edge may be <i>not scored</i>; it then has no number and is part of every circuit that is
 * selected. Immutable: a {@code double} an ordinal. What takes an ordinal throws an {@link
 * IndexOutOfBoundsException} where the graph has none.
 */
public final class EdgeScores {

  private final ComputationGraph graph;
  private final double[] scores;
  private final BitSet unscored;

  private EdgeScores(ComputationGraph graph, double[] scores, BitSet unscored) {
    this.graph = graph;
    this.scores = scores;
    this.unscored = unscored;
  }

  /**
   * Scores for every edge.
   *
   * @throws IllegalArgumentException if there are too few or too many, or one is not finite
   */
  public static EdgeScores of(ComputationGraph graph, double[] scores) {
    return of(graph, scores, new BitSet());
  }

  /**
   * Scores for every edge but some.
   *
   * @param unscored the edges that have no score; what {@code scores} holds for them is ignored
   * @throws IllegalArgumentException if there are too few or too many, or one is not finite
   */
  public static EdgeScores of(ComputationGraph graph, double[] scores, BitSet unscored) {
    if (scores.length != graph.edgeCount() || unscored.length() > graph.edgeCount()) {
      throw new IllegalArgumentException(
          "Got %s scores for a graph of %s edges.\nBuild them from the graph that is scored."
              .formatted(scores.length, graph.edgeCount()));
    }
    double[] copy = new double[scores.length];
    for (int ordinal = 0; ordinal < copy.length; ordinal++) {
      // Adding 0 turns -0 into 0: the two are equal and must tie, but Double.compare parts them.
      copy[ordinal] = unscored.get(ordinal) ? 0 : scores[ordinal] + 0.0;
      if (!Double.isFinite(copy[ordinal])) {
        throw new IllegalArgumentException(
            "The score of %s is %s.\nAn edge without a score is named as unscored; look for NaN in the model or the prompts."
                .formatted(graph.edge(ordinal), copy[ordinal]));
      }
    }
    return new EdgeScores(graph, copy, (BitSet) unscored.clone());
  }

  /** The graph whose edges are scored. */
  public ComputationGraph graph() {
    return graph;
  }

  /** The score of the edge of this ordinal, or nothing where it was not scored. */
  public OptionalDouble score(int ordinal) {
    return isScored(ordinal) ? OptionalDouble.of(scores[ordinal]) : OptionalDouble.empty();
  }

  /** Whether the edge of this ordinal has a score. */
  public boolean isScored(int ordinal) {
    return !unscored.get(Objects.checkIndex(ordinal, scores.length));
  }

  /** The score of the edge of this ordinal, 0 where it was not scored. */
  public double valueOrZero(int ordinal) {
    return scores[ordinal];
  }

  /** How many edges have a score. */
  public int scoredCount() {
    return scores.length - unscored.cardinality();
  }

  /** The largest |score|, 0 if there is none. */
  public double largestAbsolute() {
    return Arrays.stream(scores).map(Math::abs).max().orElse(0);
  }

  /**
   * The circuit of the {@code count} edges with the highest rank. Unscored edges are among them
   * before any other; ties go to the lower ordinal.
   *
   * @throws IllegalArgumentException if the graph has fewer edges, or more are not scored
   */
  public Circuit top(int count, Ranking ranking) {
    checkCount(count);
    BitSet chosen = (BitSet) unscored.clone();
    int wanted = count - unscored.cardinality();
    if (wanted == 0) {
      return Circuit.of(graph, chosen);
    }
    IntToDoubleFunction key = ranks(ranking);
    double[] sorted = scoredOrdinals().mapToDouble(key).sorted().toArray();
    double last = sorted[sorted.length - wanted];
    scoredOrdinals().filter(ordinal -> key.applyAsDouble(ordinal) > last).forEach(chosen::set);
    scoredOrdinals()
        .filter(ordinal -> key.applyAsDouble(ordinal) == last)
        .limit(count - chosen.cardinality())
        .forEach(chosen::set);
    return Circuit.of(graph, chosen);
  }

  private IntStream scoredOrdinals() {
    return IntStream.range(0, scores.length).filter(this::isScored);
  }

  private IntToDoubleFunction ranks(Ranking ranking) {
    return ordinal -> ranking.of(scores[ordinal]);
  }

  private void checkCount(int count) {
    int kept = unscored.cardinality();
    if (count < kept || count > graph.edgeCount()) {
      throw new IllegalArgumentException(
          "Asked for %s edges, but the graph has %s, of which %s are not scored and stay.\nAsk for %s to %s."
              .formatted(count, graph.edgeCount(), kept, kept, graph.edgeCount()));
    }
  }

  /** The circuit of the edges whose rank is at least {@code threshold}, and of the unscored. */
  public Circuit atLeast(double threshold, Ranking ranking) {
    BitSet chosen = (BitSet) unscored.clone();
    IntToDoubleFunction key = ranks(ranking);
    IntStream.range(0, scores.length)
        .filter(ordinal -> key.applyAsDouble(ordinal) >= threshold)
        .forEach(chosen::set);
    return Circuit.of(graph, chosen);
  }

  /**
   * The circuit that grows from the logits: again and again the best edge whose reader is already
   * in it (EAP-IG's {@code apply_greedy}), until {@code count} edges are in or none is left.
   * Unscored edges are among them from the start; ties go to the lower ordinal.
   *
   * @throws IllegalArgumentException if the graph has fewer edges, or more are not scored
   */
  public Circuit greedy(int count, Ranking ranking) {
    checkCount(count);
    IntToDoubleFunction key = ranks(ranking);
    // An unscored edge costs no choice: it opens its sender as soon as its reader is in.
    PriorityQueue<Integer> open =
        new PriorityQueue<>(
            Comparator.comparing(this::isScored)
                .thenComparingDouble(ordinal -> -key.applyAsDouble(ordinal))
                .thenComparingInt(ordinal -> ordinal));
    BitSet chosen = (BitSet) unscored.clone();
    BitSet readers = new BitSet();
    openReader(graph.receiverCount() - 1, readers, open);
    int left = count - unscored.cardinality();
    while (left > 0 && !open.isEmpty()) {
      int best = open.remove();
      if (isScored(best)) {
        chosen.set(best);
        left--;
      }
      for (int reader : graph.inputsOf(graph.senderOf(best))) {
        openReader(reader, readers, open);
      }
    }
    return Circuit.of(graph, chosen);
  }

  private void openReader(int receiver, BitSet readers, PriorityQueue<Integer> open) {
    if (!readers.get(receiver)) {
      readers.set(receiver);
      IntStream.range(0, graph.fanIn(receiver))
          .forEach(sender -> open.add(graph.ordinal(sender, receiver)));
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EdgeScores edges
        && edges.graph.equals(graph)
        && edges.unscored.equals(unscored)
        && Arrays.equals(edges.scores, scores);
  }

  @Override
  public int hashCode() {
    return 31 * graph.hashCode() + Arrays.hashCode(scores);
  }

  @Override
  public String toString() {
    return "EdgeScores[" + scoredCount() + " of " + graph.edgeCount() + " edges]";
  }

  /** By what number edges are ranked. The two give different circuits: say which was used. */
  public enum Ranking {
    /** By |score|: what moves the loss either way comes first. */
    ABSOLUTE,
    /** By the score: what supports the behaviour comes first. */
    SIGNED;

    /** The number by which a score is ranked. */
    public double of(double score) {
      return this == ABSOLUTE ? Math.abs(score) : score;
    }

    /** What that number is called in messages. */
    public String words() {
      return this == ABSOLUTE ? "|score|" : "score";
    }
  }
}
