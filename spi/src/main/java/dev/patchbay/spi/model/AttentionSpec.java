package dev.patchbay.spi.model;

import java.util.List;

/**
 * How a model's heads attend.
 *
 * @param scale what q · k is divided by
 * @param rotaryFrequencies the angle by which each pair of a query's and key's dimensions turns
 *     from one position to the next; the pairs are (i, i + n) of the first 2n dimensions, n
 *     frequencies; empty where positions are learned
 * @param windows for each layer how many positions a position sees, itself among them, 0 for all;
 *     empty where every layer sees all
 * @param headNorms whether queries and keys pass a norm of their own, head by head, before they
 *     turn
 * @param softCap cap of the scores q · k / scale: they become cap · tanh(score / cap) before the
 *     mask; 0 for none
 */
public record AttentionSpec(
    double scale,
    List<Double> rotaryFrequencies,
    List<Integer> windows,
    boolean headNorms,
    double softCap) {

  public AttentionSpec {
    rotaryFrequencies = List.copyOf(rotaryFrequencies);
    windows = List.copyOf(windows);
    if (!(scale > 0)) {
      throw new IllegalArgumentException(
          "A model needs an attention scale > 0, not " + scale + ".");
    }
    SoftCap.check(softCap);
  }

  /** Attention whose scores are not capped. */
  public AttentionSpec(
      double scale, List<Double> rotaryFrequencies, List<Integer> windows, boolean headNorms) {
    this(scale, rotaryFrequencies, windows, headNorms, 0);
  }

  /** Plain attention: learned positions, every position sees all before it. */
  public static AttentionSpec plain(double scale) {
    return new AttentionSpec(scale, List.of(), List.of(), false);
  }

  /** Whether positions are told by turning queries and keys, not by an embedding. */
  public boolean rotary() {
    return !rotaryFrequencies.isEmpty();
  }

  /** How many positions a position of this layer sees; 0 for all. */
  public int window(int layer) {
    return windows.isEmpty() ? 0 : windows.get(layer);
  }
}
