package dev.patchbay.study.judgement;

import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Items in the order of their rank, some of them true. Immutable. */
public final class RankedItems {

  private final double[] ranks;
  private final BitSet truth;
  private final int[] order;

  /**
   * @param ranks a number for each item, the highest first; copied
   * @param truth the true items; copied
   * @throws IllegalArgumentException if a rank is NaN, or a true item has no rank
   */
  public RankedItems(double[] ranks, BitSet truth) {
    if (truth.length() > ranks.length) {
      throw new IllegalArgumentException(
          "Item %s is true, but there are %s.".formatted(truth.length() - 1, ranks.length));
    }
    for (double rank : ranks) {
      if (Double.isNaN(rank)) {
        throw new IllegalArgumentException("A rank is NaN.\nNothing can be ranked by that.");
      }
    }
    this.ranks = ranks.clone();
    this.truth = (BitSet) truth.clone();
    this.order =
        IntStream.range(0, ranks.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer item) -> -ranks[item]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /** The edges of scores; those that are not scored rank first, as they are in every circuit. */
  public static RankedItems edges(EdgeScores scores, Ranking ranking, BitSet truth) {
    return new RankedItems(ranks(scores, ranking), truth);
  }

  static double[] ranks(EdgeScores scores, Ranking ranking) {
    return IntStream.range(0, scores.graph().edgeCount())
        .mapToDouble(
            ordinal ->
                scores.isScored(ordinal)
                    ? ranking.of(scores.valueOrZero(ordinal))
                    : Double.POSITIVE_INFINITY)
        .toArray();
  }

  /** How many of the first {@code k} items are true? Ties go to the lower number. */
  public int hits(int k) {
    return (int) IntStream.range(0, k).filter(place -> truth.get(order[place])).count();
  }

  /** Which share of the first {@code k} items is true; 1 for none of them. */
  public double precisionAt(int k) {
    return k == 0 ? 1 : (double) hits(k) / k;
  }

  /** Which share of the true items is among the first {@code k}; 1 where none is true. */
  public double recallAt(int k) {
    return truth.isEmpty() ? 1 : (double) hits(k) / truth.cardinality();
  }

  /**
   * The curve, a point for each rank: equal ranks are chosen together.
   *
   * @throws IllegalArgumentException if all items are true, or none
   */
  public RocCurve roc() {
    return new RocCurve(
        cuts().stream()
            .map(cut -> RocPoint.of(cut.hits(), cut.chosen(), truth.cardinality(), order.length))
            .toList());
  }

  /**
   * The mean of the precision at each true item, equal ranks chosen together: Σ (recall gained) ·
   * precision. 0 where none is true.
   */
  public double averagePrecision() {
    double sum = 0;
    int hitsBefore = 0;
    for (Cut cut : cuts()) {
      sum += (cut.hits() - hitsBefore) * (double) cut.hits() / cut.chosen();
      hitsBefore = cut.hits();
    }
    return truth.isEmpty() ? 0 : sum / truth.cardinality();
  }

  /**
   * Precision against recall, a point wherever a true item is found; equal ranks are chosen
   * together.
   *
   * @return recall and precision of each point
   */
  public List<double[]> precisionRecall() {
    List<double[]> points = new ArrayList<>();
    int hitsBefore = 0;
    for (Cut cut : cuts()) {
      if (cut.hits() > hitsBefore) {
        points.add(
            new double[] {
              (double) cut.hits() / truth.cardinality(), (double) cut.hits() / cut.chosen()
            });
        hitsBefore = cut.hits();
      }
    }
    return points;
  }

  /**
   * Items that are chosen together with all that rank as high.
   *
   * @param hits how many of them are true
   */
  private record Cut(int hits, int chosen) {}

  private List<Cut> cuts() {
    List<Cut> cuts = new ArrayList<>();
    int hits = 0;
    for (int place = 0; place < order.length; place++) {
      hits += truth.get(order[place]) ? 1 : 0;
      if (endsTie(place)) {
        cuts.add(new Cut(hits, place + 1));
      }
    }
    return cuts;
  }

  private boolean endsTie(int place) {
    return place == order.length - 1 || ranks[order[place]] != ranks[order[place + 1]];
  }
}
