package dev.patchbay.plugins.architecture;

import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.plugin.PatchbayException;

/** Reads sizes out of a configuration and refuses those that no model can have. */
final class ConfigSizes {

  private ConfigSizes() {}

  /** A field that must be a whole number of at least 1. */
  static int positive(CheckpointConfig config, String name) {
    int size = config.integer(name);
    if (size < 1) {
      throw refused(config, name, size, "It must be a whole number of at least 1.");
    }
    return size;
  }

  /** A field that must be a whole number from 1 to {@code largest}. */
  static int positive(CheckpointConfig config, String name, int largest) {
    int size = positive(config, name);
    if (size > largest) {
      throw refused(config, name, size, "It must be a whole number of at most " + largest + ".");
    }
    return size;
  }

  /** The width of an MLP: four times the stream's where the file is silent. */
  static int mlpWidth(CheckpointConfig config, String field, String name) {
    if (config.has(field)) {
      return positive(config, field);
    }
    int size = positive(config, name);
    if (size > Integer.MAX_VALUE / 4) {
      throw refused(config, name, size, "An MLP of four times that width cannot be held.");
    }
    return 4 * size;
  }

  /**
   * The width of heads that share a model's width evenly.
   *
   * @param hint what to do about widths that cannot be shared
   */
  static int headWidth(CheckpointConfig config, String width, String heads, String hint) {
    int dModel = positive(config, width);
    int nHeads = positive(config, heads);
    if (dModel % nHeads != 0) {
      throw PatchbayException.failed(
          "%s: %s = %s is not a multiple of %s = %s."
              .formatted(config.origin(), width, dModel, heads, nHeads),
          hint);
    }
    return dModel / nHeads;
  }

  /** A field's number, which must be above 0. */
  static double above0(CheckpointConfig config, String name, double number) {
    if (!(number > 0) || Double.isInfinite(number)) {
      throw refused(config, name, number, "It must be a number above 0.");
    }
    return number;
  }

  /** The ε of a norm: 1e-5 where the file is silent. */
  static double epsilon(CheckpointConfig config, String name) {
    return epsilon(config, name, 1e-5);
  }

  /** The ε of a norm. */
  static double epsilon(CheckpointConfig config, String name, double fallback) {
    double epsilon = config.number(name, fallback);
    if (!(epsilon >= 0) || Double.isInfinite(epsilon)) {
      throw refused(config, name, epsilon, "It must be a number of at least 0.");
    }
    return epsilon;
  }

  private static PatchbayException refused(
      CheckpointConfig config, String name, Object value, String wanted) {
    return PatchbayException.failed(
        "%s: the field '%s' is %s.".formatted(config.origin(), name, value), wanted);
  }
}
