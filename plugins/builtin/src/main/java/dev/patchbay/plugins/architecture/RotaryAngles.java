package dev.patchbay.plugins.architecture;

import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Reads by which angles rotary positions turn queries and keys (Su et al. 2021, RoFormer, §3.2.2):
 * frequency i of n is base^(−i / n), then scaled as the configuration says.
 */
final class RotaryAngles {

  private static final String PART = "partial_rotary_factor";
  private static final double USUAL_BASE = 10_000;

  private RotaryAngles() {}

  /**
   * The frequency of each pair of dimensions, in radians per position, where all of a head turns.
   *
   * @throws PatchbayException if the configuration asks for a part, which transformers does not do
   *     in such models either
   */
  static List<Double> ofWholeHeads(CheckpointConfig config, int dHead) {
    CheckpointConfig rope = RotaryFields.read(config);
    if (rope.number(PART, 1) != 1) {
      throw rope.unsupported(PART, "1, since heads of this type of model turn as a whole");
    }
    return read(rope, dHead, 1);
  }

  /**
   * The same where a part of a head may turn.
   *
   * @param fallbackPart which part of a head's dimensions turns where the file is silent
   */
  static List<Double> ofPartOfHeads(CheckpointConfig config, int dHead, double fallbackPart) {
    CheckpointConfig rope = RotaryFields.read(config);
    return read(rope, dHead, rope.number(PART, fallbackPart));
  }

  private static List<Double> read(CheckpointConfig rope, int dHead, double part) {
    double base = base(rope);
    int pairs = pairs(rope, dHead, part);
    DoubleUnaryOperator scaling = RotaryScaling.read(rope);
    return IntStream.range(0, pairs)
        .mapToObj(i -> scaling.applyAsDouble(Math.pow(base, -(double) i / pairs)))
        .toList();
  }

  private static double base(CheckpointConfig rope) {
    double base = rope.number("rope_theta", USUAL_BASE);
    if (!(base > 0) || Double.isInfinite(base)) {
      throw PatchbayException.failed(
          "%s: the base of the rotary angles is %s.".formatted(rope.origin(), base),
          "It must be a number above 0; usual is 10000.");
    }
    return base;
  }

  private static int pairs(CheckpointConfig rope, int dHead, double part) {
    int turned = (int) (dHead * part);
    if (!(part <= 1) || turned < 2 || turned % 2 != 0) {
      throw PatchbayException.failed(
          "%s: a rotary part of %s turns %s of %s dimensions of a head."
              .formatted(rope.origin(), part, turned, dHead),
          "It must turn an even number, at least 2 and at most all.");
    }
    return turned / 2;
  }
}
