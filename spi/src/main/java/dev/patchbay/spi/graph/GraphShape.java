package dev.patchbay.spi.graph;

/**
 * The few numbers that fix a computation graph.
 *
 * @param nLayers layers, at least 1
 * @param nHeads query heads of a layer, at least 1
 * @param kvReceivers key inputs (and as many value inputs) of a layer: {@code nHeads} when every
 *     head has its own, fewer when a group's heads are taken together; a divisor of {@code nHeads}
 * @param mlps whether the layers have MLPs
 * @param parallel whether a layer's MLP reads beside its heads (GPT-NeoX) and not after them
 * @param jointHeads whether what each head of a layer writes depends on what all of them compute,
 *     as after a norm of their sum (Gemma 2): the heads of such a layer live and die together
 * @param positions whether the position embedding is a sender of its own, {@link Node#POSITIONS}
 */
public record GraphShape(
    int nLayers,
    int nHeads,
    int kvReceivers,
    boolean mlps,
    boolean parallel,
    boolean jointHeads,
    boolean positions) {

  public GraphShape {
    if (nLayers < 1 || nHeads < 1 || kvReceivers < 1 || nHeads % kvReceivers != 0) {
      throw new IllegalArgumentException(
          "A graph has at least one layer and head, and its key/value inputs divide its heads: "
              + "nLayers %s, nHeads %s, kvReceivers %s.".formatted(nLayers, nHeads, kvReceivers));
    }
    long senders = 2L + (long) nLayers * (nHeads + 1);
    long receiversOfLayer = nHeads + 2L * kvReceivers + 1;
    if (senders * receiversOfLayer * nLayers > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%s layers of %s heads make more edges than an int can count."
              .formatted(nLayers, nHeads));
    }
  }

  /**
   * A model in which each head writes what it computes by itself, and whose position embedding
   * belongs to no node.
   */
  public GraphShape(int nLayers, int nHeads, int kvReceivers, boolean mlps, boolean parallel) {
    this(nLayers, nHeads, kvReceivers, mlps, parallel, false, false);
  }

  /** A sequential model with MLPs, each head with its own q, k and v: GPT-2's shape. */
  public static GraphShape sequential(int nLayers, int nHeads) {
    return new GraphShape(nLayers, nHeads, nHeads, true, false);
  }

  /** A model of attention alone. */
  public static GraphShape attentionOnly(int nLayers, int nHeads) {
    return new GraphShape(nLayers, nHeads, nHeads, false, false);
  }

  /** How many senders write before the first layer: the input and, split from it, positions. */
  public int embeddings() {
    return positions ? 2 : 1;
  }

  /** Whether k and v inputs belong to groups of heads. */
  public boolean grouped() {
    return kvReceivers < nHeads;
  }

  /** Heads that share a k and a v input. */
  public int groupSize() {
    return nHeads / kvReceivers;
  }
}
