package dev.patchbay.study.judgement;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * True positives over false positives, from nothing chosen to everything chosen.
 *
 * <p>(0, 0) and (1, 1) belong to every curve. A point goes if another one has strictly fewer false
 * positives <i>and</i> strictly more true ones, as in the ACDC repository. Both areas are of what
 * remains.
 *
 * @param points by false positive rate, then by true positive rate; both ascend
 */
public record RocCurve(List<RocPoint> points) {

  private static final Comparator<RocPoint> ORDER =
      Comparator.comparingDouble(RocPoint::falsePositiveRate)
          .thenComparingDouble(RocPoint::truePositiveRate);

  public RocCurve {
    List<RocPoint> all = new ArrayList<>(points);
    all.add(new RocPoint(0, 0));
    all.add(new RocPoint(1, 1));
    points = undominated(all.stream().distinct().sorted(ORDER).toList());
  }

  /**
   * The curve of a search over several thresholds: a point for each set that it kept. The sets need
   * not be nested.
   *
   * @param truth the true items
   * @param items how many items there are
   * @throws IllegalArgumentException if no item is true, or none is false
   */
  public static RocCurve ofKept(Collection<BitSet> kept, BitSet truth, int items) {
    return new RocCurve(
        kept.stream()
            .map(
                set -> {
                  BitSet hits = (BitSet) set.clone();
                  hits.and(truth);
                  return RocPoint.of(
                      hits.cardinality(), set.cardinality(), truth.cardinality(), items);
                })
            .toList());
  }

  private static List<RocPoint> undominated(List<RocPoint> sorted) {
    List<RocPoint> left = new ArrayList<>();
    double rate = -1;
    double bestBefore = -1; // with strictly fewer false positives
    double best = -1;
    for (RocPoint point : sorted) {
      if (point.falsePositiveRate() > rate) {
        rate = point.falsePositiveRate();
        bestBefore = best;
      }
      if (point.truePositiveRate() >= bestBefore) {
        left.add(point);
      }
      best = Math.max(best, point.truePositiveRate());
    }
    return List.copyOf(left);
  }

  /**
   * The area under straight lines between the points. Chance is ½; of scores it is the probability
   * that a true item ranks above a false one, ties counting half.
   */
  public double trapezoid() {
    double area = 0;
    for (int i = 1; i < points.size(); i++) {
      RocPoint left = points.get(i - 1);
      RocPoint right = points.get(i);
      area +=
          (right.falsePositiveRate() - left.falsePositiveRate())
              * (right.truePositiveRate() + left.truePositiveRate())
              / 2;
    }
    return area;
  }

  /**
   * ACDC's pessimistic area: a staircase, in which a rise counts only from its right end on. Few
   * points make it small, and ½ is not chance: compare only curves of equally many points.
   *
   * <p>Conmy et al. (2023), <i>Towards Automated Circuit Discovery for Mechanistic
   * Interpretability</i>, arXiv:2304.14997, appendix on ROC curves; the rule is its repository's.
   */
  public double pessimistic() {
    double area = 0;
    for (int i = 1; i < points.size(); i++) {
      RocPoint right = points.get(i);
      double rise = right.truePositiveRate() - points.get(i - 1).truePositiveRate();
      area += (1 - right.falsePositiveRate()) * rise;
    }
    return area;
  }
}
