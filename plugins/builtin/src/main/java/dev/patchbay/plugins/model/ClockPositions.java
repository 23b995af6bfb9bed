package dev.patchbay.plugins.model;

import java.util.stream.IntStream;

/**
 * Up to 53 positions in 26 dimensions, as thirteen clock hands that turn at different speeds.
 * Looking back is turning the hands, whatever the position.
 *
 * <p>The speeds are the quadratic residues modulo 53. By Gauss' sum over them, two different
 * positions have a scalar product of .12 or −.16, never more: the best that so few hands can do.
 */
final class ClockPositions {

  private static final int PRIME = 53;
  private static final int HANDS = (PRIME - 1) / 4;

  static final int WIDTH = 2 * HANDS;

  /** Of a residue and its negative, which is one too and turns the same hand, the smaller. */
  private static final int[] SPEEDS =
      IntStream.range(1, PRIME)
          .map(i -> Math.min(i * i % PRIME, PRIME - i * i % PRIME))
          .distinct()
          .toArray();

  private ClockPositions() {}

  /** What stands for a position: a unit vector. */
  static double[] direction(int position) {
    double[] direction = new double[WIDTH];
    for (int hand = 0; hand < HANDS; hand++) {
      direction[2 * hand] = Math.cos(angle(hand, position)) / Math.sqrt(HANDS);
      direction[2 * hand + 1] = Math.sin(angle(hand, position)) / Math.sqrt(HANDS);
    }
    return direction;
  }

  /** A head asks for the position this far back, in its first dimensions. */
  static void lookBack(
      HandSetWeights weights, int layer, int head, Subspace block, int back, double lead) {
    double strength = lead * weights.attentionScale();
    HandSetTensor question = weights.tensor("blocks.%s.attn.W_Q".formatted(layer));
    for (int hand = 0; hand < HANDS; hand++) {
      double cos = strength * Math.cos(angle(hand, back));
      double sin = strength * Math.sin(angle(hand, back));
      int first = 2 * hand;
      int second = first + 1;
      question.set(cos, head, block.at(first), first);
      question.set(sin, head, block.at(second), first);
      question.set(-sin, head, block.at(first), second);
      question.set(cos, head, block.at(second), second);
    }
    weights.head(layer, head).key(block, 0);
  }

  private static double angle(int hand, int position) {
    return 2 * Math.PI * SPEEDS[hand] * position / PRIME;
  }
}
