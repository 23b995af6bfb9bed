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
 * @param bidirectional whether a position sees those after it, too
 * @param positions where learned positions enter; {@link Positions#STREAM} where there are none
 */
public record AttentionSpec(
    double scale,
    List<Double> rotaryFrequencies,
    List<Integer> windows,
    boolean headNorms,
    double softCap,
    boolean bidirectional,
    Positions positions) {

  /** Where learned position embeddings enter the model, and whose they are. */
  public enum Positions {
    /** They are added to the residual stream and belong to no node. */
    STREAM,
    /** They are added to the residual stream and are a sender of their own. */
    SENDER,
    /** They are added to what queries and keys read after the norm (shortformer). */
    QUERIES_AND_KEYS
  }

  /**
   * Causal attention whose scores are not capped; learned positions, if there are any, belong to no
   * node.
   */
  public AttentionSpec(
      double scale, List<Double> rotaryFrequencies, List<Integer> windows, boolean headNorms) {
    this(scale, rotaryFrequencies, windows, headNorms, 0, false, Positions.STREAM);
  }

  public AttentionSpec {
    rotaryFrequencies = List.copyOf(rotaryFrequencies);
    windows = List.copyOf(windows);
    if (!(scale > 0)) {
      throw new IllegalArgumentException(
          "A model needs an attention scale > 0, not " + scale + ".");
    }
    checkCap(softCap);
    if (bidirectional && !windows.isEmpty()) {
      throw new IllegalArgumentException("Windows look back: there is no bidirectional one.");
    }
    if (positions != Positions.STREAM && !rotaryFrequencies.isEmpty()) {
      throw new IllegalArgumentException(
          "Rotary positions are not an embedding: they cannot enter as " + positions + ".");
    }
  }

  /** What every cap of scores or logits must be. */
  static void checkCap(double cap) {
    if (!(cap >= 0) || Double.isInfinite(cap)) {
      throw new IllegalArgumentException("A cap is a number above 0, or 0 for none: " + cap + ".");
    }
  }

  /** The same heads, with scores capped. */
  public AttentionSpec withSoftCap(double cap) {
    return new AttentionSpec(
        scale, rotaryFrequencies, windows, headNorms, cap, bidirectional, positions);
  }

  /** The same heads, with positions there. */
  public AttentionSpec withPositions(Positions where) {
    return new AttentionSpec(
        scale, rotaryFrequencies, windows, headNorms, softCap, bidirectional, where);
  }

  /** Whether the position embedding is a sender of its own. */
  public boolean positionsAreSender() {
    return positions == Positions.SENDER;
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
