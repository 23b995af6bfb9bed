package dev.patchbay.study.judgement;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;

/** ROC curves against a circuit that is known, by edge or by node. */
public final class TruthCurves {

  private final Circuit truth;
  private final int[][] items;
  private final int count;

  /**
   * @param items what is counted
   */
  public TruthCurves(Circuit truth, Items items) {
    this.truth = truth;
    this.items = items.numbered(truth.graph());
    this.count = Arrays.stream(this.items).flatMapToInt(Arrays::stream).max().orElse(-1) + 1;
  }

  /** Whether there are true items and false ones, so that both rates are defined. */
  public boolean defined() {
    int truths = Items.chosen(truth, items).cardinality();
    return truths > 0 && truths < count;
  }

  /**
   * The curve of scores: the higher an item ranks, the earlier it is chosen. A node ranks as its
   * highest edge; what is not scored is chosen first.
   *
   * @throws IllegalArgumentException if all items are true, or none
   */
  public RocCurve of(EdgeScores scores, Ranking ranking) {
    double[] edges = RankedItems.ranks(scores, ranking);
    double[] ranks = new double[count];
    Arrays.fill(ranks, Double.NEGATIVE_INFINITY);
    for (int ordinal = 0; ordinal < edges.length; ordinal++) {
      for (int item : items[ordinal]) {
        ranks[item] = Math.max(ranks[item], edges[ordinal]);
      }
    }
    return new RankedItems(ranks, Items.chosen(truth, items)).roc();
  }

  /**
   * The curve of a search: a point for each circuit that it kept.
   *
   * @throws IllegalArgumentException if all items are true, or none
   */
  public RocCurve of(Collection<Circuit> kept) {
    BitSet chosen = Items.chosen(truth, items);
    return RocCurve.ofKept(
        kept.stream().map(circuit -> Items.chosen(circuit, items)).toList(), chosen, count);
  }
}
