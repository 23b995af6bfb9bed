package dev.patchbay.study.agreement;

import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.commons.statistics.ranking.NaNStrategy;
import org.apache.commons.statistics.ranking.NaturalRanking;
import org.apache.commons.statistics.ranking.TiesStrategy;

/**
 * Do two methods put edges into the same order? Spearman's ρ: the correlation of ranks, equal
 * values sharing the mean of theirs.
 *
 * <p>Spearman (1904), <i>The Proof and Measurement of Association between Two Things</i>.
 */
public final class RankCorrelation {

  private static final NaturalRanking RANKING =
      new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE);

  private RankCorrelation() {}

  /**
   * ρ of the edges that both have a score for, by what edges are ranked by; nothing where there are
   * fewer than two, or where either has one value for all of them.
   */
  public static OptionalDouble of(EdgeScores a, EdgeScores b, Ranking ranking) {
    int[] both = both(a, b);
    return of(values(a, both, ranking), values(b, both, ranking));
  }

  /** The edges that both have a score for. */
  static int[] both(EdgeScores a, EdgeScores b) {
    return IntStream.range(0, a.graph().edgeCount())
        .filter(edge -> a.isScored(edge) && b.isScored(edge))
        .toArray();
  }

  private static double[] values(EdgeScores scores, int[] edges, Ranking ranking) {
    return Arrays.stream(edges).mapToDouble(scores::valueOrZero).map(ranking::of).toArray();
  }

  /** ρ of two lists of equal length. */
  public static OptionalDouble of(double[] a, double[] b) {
    return LinearFit.of(ranks(a), ranks(b)).correlation();
  }

  /** The rank of each value, 1 for the smallest; equal values share the mean of their ranks. */
  static double[] ranks(double[] values) {
    // 0 and −0 are one value here, and two for the ranking.
    return RANKING.apply(Arrays.stream(values).map(value -> value + 0.0).toArray());
  }
}
