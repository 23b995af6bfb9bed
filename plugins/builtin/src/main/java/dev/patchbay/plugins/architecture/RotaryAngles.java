package dev.patchbay.plugins.architecture;

import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Reads by which angles rotary positions turn queries and keys (Su et al. 2021, RoFormer, §3.2.2):
 * frequency i of n is base^(−i / n), then scaled as the configuration says. Reads {@code
 * rope_parameters} of newer files, and {@code rope_theta}, {@code rope_scaling}, {@code
 * partial_rotary_factor} and GPT-NeoX' own names of older ones.
 */
final class RotaryAngles {

  private static final String NEWER = "rope_parameters";
  private static final double USUAL_BASE = 10_000;

  private RotaryAngles() {}

  /**
   * The frequency of each pair of dimensions, in radians per position.
   *
   * @param fallbackPart which part of a head's dimensions turns where the file is silent
   */
  static List<Double> read(CheckpointConfig config, int dHead, double fallbackPart) {
    double base = base(config);
    int pairs = pairs(config, dHead, fallbackPart);
    DoubleUnaryOperator scaling = RotaryScaling.read(config);
    return IntStream.range(0, pairs)
        .mapToObj(i -> scaling.applyAsDouble(Math.pow(base, -(double) i / pairs)))
        .toList();
  }

  private static double base(CheckpointConfig config) {
    double base;
    if (config.has(NEWER)) {
      base = config.object(NEWER).number("rope_theta");
    } else {
      base = agreed(config, "rope_theta", "rotary_emb_base", USUAL_BASE);
    }
    if (!(base > 0) || Double.isInfinite(base)) {
      throw PatchbayException.failed(
          "%s: the base of the rotary angles is %s.".formatted(config.origin(), base),
          "It must be a number above 0; usual is 10000.");
    }
    return base;
  }

  private static int pairs(CheckpointConfig config, int dHead, double fallback) {
    double part = agreed(config, "partial_rotary_factor", "rotary_pct", fallback);
    if (config.has(NEWER)) {
      part = config.object(NEWER).number("partial_rotary_factor", part);
    }
    int turned = (int) (dHead * part);
    if (!(part <= 1) || turned < 2 || turned % 2 != 0) {
      throw PatchbayException.failed(
          "%s: a rotary part of %s turns %s of %s dimensions of a head."
              .formatted(config.origin(), part, turned, dHead),
          "It must turn an even number, at least 2 and at most all.");
    }
    return turned / 2;
  }

  /** A number that has two names and may stand under both. */
  private static double agreed(
      CheckpointConfig config, String name, String other, double fallback) {
    double value = config.number(name, config.number(other, fallback));
    if (config.number(other, value) != value) {
      throw PatchbayException.failed(
          "%s: %s = %s contradicts %s = %s."
              .formatted(config.origin(), name, value, other, config.number(other, value)),
          "They are two names of one number: remove the wrong one.");
    }
    return value;
  }
}
